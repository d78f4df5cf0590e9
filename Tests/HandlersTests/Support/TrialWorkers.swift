import CalendarSync
import Foundation
import GoogleCalendar
import Handlers
import Kartra
import OutboundHTTP
import TestSupport

/// The workers that read a trial's feeds. Each has its own name, so that a lease of one keeps the others out.
struct TrialWorkers: Sendable {
    let world: HandlersWorld
    let producer: FakeProducer
    let clock: TrialClock
    let seed: UInt64

    /// Nothing befalls it.
    func reader(_ name: String = "healthy", google: (any HTTPSender)? = nil) -> PersistentReader {
        PersistentReader(
            world: world,
            handler: world.feeds(
                producer: producer, workerId: name, now: { [clock] in clock.now },
                google: google.map { accounts($0) }),
            seed: seed)
    }

    /// Dies at some call of the store, of Google or of Kartra.
    func mortal(_ name: String, _ life: WorkerLife) -> FeedHandler {
        let sender = MortalSender(sender: world.sender, life: life)
        let kartra = KartraBusyBlockClient(
            http: sender, baseURL: world.sandbox.baseURL + "/kartra", token: "sandbox-kartra-token",
            callsPerSecond: 10_000)
        return world.feeds(
            blocks: kartra, producer: producer, workerId: name, now: { [clock] in clock.now },
            store: MortalStore(store: world.store, life: life), google: accounts(sender))
    }

    /// Is held up at some call of the store.
    func slow(_ name: String, _ life: WorkerLife) -> FeedHandler {
        world.feeds(
            producer: producer, workerId: name, now: { [clock] in clock.now },
            store: MortalStore(store: world.store, life: life))
    }

    private func accounts(_ sender: any HTTPSender) -> MortalAccounts {
        MortalAccounts(
            accounts: world.accounts, calendar: GoogleCalendarClient(sender: sender, endpoints: world.google))
    }
}
