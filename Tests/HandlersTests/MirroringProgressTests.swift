import CalendarSync
import Foundation
import GoogleCalendar
import Handlers
import Synchronization
import Testing

/// What a link says while the bookings that its class had before are mirrored.
@Suite(.timeLimit(.minutes(1))) struct MirroringProgressTests {
    private typealias World = HandlersWorld

    /// Each look at the clock finds it so many seconds later, however long the work takes.
    private static func handler(_ world: World, secondsALook: Double, call: Int, seen: Seen) -> LinkHandler {
        let start = Date()
        let looks = Mutex(0.0)
        let now: @Sendable () -> Date = {
            looks.withLock {
                $0 += secondsALook
                return start.addingTimeInterval($0)
            }
        }
        let sender = MeanwhileSender(sender: world.http, call: call) {
            await seen.note(try await world.store.link(World.strategyCall)?.mirroring)
        }
        let google = MortalAccounts(
            accounts: world.accounts, calendar: GoogleCalendarClient(sender: sender, endpoints: world.google))
        let bookings = BookingHandler(
            store: world.store, google: google, keys: world.keys, now: world.now, logger: world.logger)
        return LinkHandler(store: world.store, bookings: bookings, google: google, now: now, logger: world.logger)
    }

    private actor Seen {
        private(set) var all: [MirroringProgress?] = []

        func note(_ progress: MirroringProgress?) { all.append(progress) }
    }

    private static func mirrorAll(secondsALook: Double, call: Int) async throws -> [MirroringProgress?] {
        let seen = Seen()
        try await World.run { world in
            for number in 1...6 {
                let booking = try World.booking(
                    subscription: "90\(number)", at: [World.date(number) + "T09:00"], revision: 1)
                _ = await world.bookings.handle(booking, world.context("e\(number)"))
            }
            try await world.link(World.strategyCall, to: World.hostCalendar)
            let handler = Self.handler(world, secondsALook: secondsALook, call: call, seen: seen)
            let before = try await world.store.link(World.strategyCall)?.revision
            let command = try SyncCommand(
                .linkMade, accountId: "42", classId: World.strategyCall.classId, requestedAt: world.now()
            ).record(id: "made", at: world.now(), topics: world.topics)
            let work = try world.commands(links: handler).work(for: command.consumed)
            #expect(await work.run(world.context("made"))?.kinds?.count == 6)
            let link = try await world.store.link(World.strategyCall)
            #expect(link?.mirroring == nil)
            if secondsALook == 0 { #expect(link?.revision == before, "short work is not worth a write") }
        }
        return await seen.all
    }

    @Test func aLongMirroringShowsHowFarItHasComeAndEndsWithoutATrace() async throws {
        let seen = try await Self.mirrorAll(secondsALook: 6, call: 4)
        #expect(seen == [MirroringProgress(bookings: 3, ofBookings: 6)])
    }

    @Test func aShortOneSaysNothing() async throws {
        let seen = try await Self.mirrorAll(secondsALook: 0, call: 4)
        #expect(seen == [nil])
    }
}
