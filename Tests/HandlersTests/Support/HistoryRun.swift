import CalendarSync
import GoogleCalendar
@testable import Handlers
import Kartra
import Logging
import Records
import Synchronization
import TestSupport

/// Plays a history as the engine would: what did not end is delivered again, in order. Beside the workers that are heard
/// go zombies: they have lost their partition while they were at an input, nobody hears them end, and they may die at it.
struct HistoryRun: Sendable {
    struct NeverSettled: Error {
        let eventId: String
        let last: String
    }

    let world: HandlersWorld
    let history: BookingHistory
    let host: HistoryHost

    init(world: HandlersWorld, history: BookingHistory) {
        self.world = world
        self.history = history
        host = HistoryHost(world: world, history: history)
    }

    private static let logger = {
        var logger = Logger(label: "history")
        logger.logLevel = .warning
        return logger
    }()
    /// Mishaps happen to so many deliveries of one input at most.
    private static let mostMishaps = 3
    private static let mostDeliveries = 12
    private static let mostReadings = 5

    func play() async throws {
        for (number, part) in history.parts.enumerated() {
            let paces = part.workers.map { _ in WorkerPace() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, inputs) in part.workers.enumerated() {
                    let others = paces.enumerated().filter { $0.offset != index }.map(\.element)
                    group.addTask {
                        defer { paces[index].finish() }
                        let seed = history.seed &* 31 &+ UInt64(number * 2 + index)
                        var random = SeededGenerator(seed: seed)
                        try await withThrowingTaskGroup(of: Void.self) { zombies in
                            var zombieRandom = SeededGenerator(seed: ~seed)
                            for input in inputs {
                                if part.hasMishaps, Int.random(in: 0..<4, using: &zombieRandom) == 0 {
                                    let life = WorkerLife(
                                        mishap: .random(using: &zombieRandom), others: paces)
                                    zombies.addTask { _ = try await handle(input, life) }
                                }
                                try await deliver(
                                    input, hasMishaps: part.hasMishaps, pace: paces[index], others: others, &random)
                            }
                            try await zombies.waitForAll()
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        try await finishAbandoned()
    }

    /// The scheduler asks once what became of the writes that nobody has reported done.
    private func finishAbandoned() async throws {
        var random = SeededGenerator(seed: history.seed)
        for (booking, _) in history.newest {
            let id = booking.subscriptionId
            try await deliver(
                .finish(subscriptionId: id, eventId: "\(id)f"), hasMishaps: false, pace: WorkerPace(), others: [],
                &random)
            let state = try await world.store.booking(accountId: booking.accountId, subscriptionId: id)
            if let intent = state?.intents.first {
                throw NeverSettled(eventId: intent.inputId, last: "its intent stays")
            }
        }
    }

    /// Reads every calendar from end to end until that asks for nothing that is news. What was late arrives now, and all
    /// of it twice.
    func settle() async throws {
        var random = SeededGenerator(seed: history.seed)
        for _ in 1...Self.mostReadings {
            var isNews = false
            for calendar in history.calendars {
                let reading = BookingHistory.Reading(calendar: calendar, isFull: true, commands: .arriveTwice)
                for check in try await host.read(reading, isAlone: true) {
                    let result = try await deliver(
                        check, hasMishaps: false, pace: WorkerPace(), others: [], &random)
                    if result?.effects.isEmpty == false { isNews = true }
                }
            }
            if !isNews { return }
        }
        throw NeverSettled(eventId: "readings", last: "each asks for more")
    }

    @discardableResult
    private func deliver(
        _ input: BookingHistory.Input, hasMishaps: Bool, pace: WorkerPace, others: [WorkerPace],
        _ random: inout SeededGenerator
    ) async throws -> SyncResult? {
        switch input {
        case .booking, .command, .check, .finish: break
        case .link(let key, let calendar, _):
            var options = LinkOptions()
            options.hostEdits = history.hostEdits
            try await link(key, to: calendar, options)
        case .host(let edit, let pick, _):
            try await host.edit(edit, pick: pick)
            return nil
        case .reading(let reading, _):
            for check in try await host.read(reading) {
                try await deliver(check, hasMishaps: hasMishaps, pace: pace, others: others, &random)
            }
            return nil
        }
        var last = "no outcome"
        for delivery in 1...Self.mostDeliveries {
            let isHit = hasMishaps && delivery <= Self.mostMishaps && Int.random(in: 0..<5, using: &random) < 2
            let mishap = isHit ? Mishap.random(using: &random) : nil
            let life = WorkerLife(mishap: mishap, pace: pace, others: others)
            var fault: Int?
            if case .googleError(let method, let status, let tookEffect)? = mishap {
                fault = try await world.sandbox.addFault([
                    "match": [
                        "method": method,
                        "calendarId": history.calendars.randomElement(using: &random) ?? history.calendars[0],
                    ], "status": status, "after": tookEffect, "times": 1,
                ])
            }
            let outcome = try await handle(input, life).outcome
            if let fault { try await world.sandbox.removeFault(fault) }
            switch outcome {
            // What a dead worker would have said, nobody hears.
            case .settled(let result) where !life.isDead: return result
            case .settled, .retry, .held: last = "\(outcome)"
            case .rejected, .parked: throw NeverSettled(eventId: input.eventId, last: "\(outcome)")
            }
        }
        throw NeverSettled(eventId: input.eventId, last: last)
    }

    /// As the set-up does it: a reading that ends just then changes the link, too.
    private func link(_ key: ClassKey, to calendar: String, _ options: LinkOptions) async throws {
        while true {
            do {
                try await world.link(key, to: calendar, options: options)
                return
            } catch StoreError.conflict {
                try Task.checkCancellation()
            }
        }
    }

    /// - Returns: the outcome, and how often Google was called.
    func handle(_ input: BookingHistory.Input, _ life: WorkerLife) async throws -> (outcome: Outcome, calls: Int) {
        let sender = MortalSender(sender: world.http, life: life)
        let accounts = MortalAccounts(
            accounts: world.accounts, calendar: GoogleCalendarClient(sender: sender, endpoints: world.google))
        let store = MortalStore(store: world.store, life: life)
        let bookings = BookingHandler(
            store: store, google: accounts, keys: world.keys, now: world.now, logger: Self.logger)
        let outcome: Outcome
        switch input {
        case .booking(let booking, let eventId):
            outcome = await bookings.handle(booking, world.context(eventId))
        case .check(let subscriptionId, let event, let eventId):
            outcome = await bookings.check(
                accountId: "42", subscriptionId: subscriptionId, eventId: event, world.context(eventId))
        case .finish(let subscriptionId, let eventId):
            outcome = await bookings.finish(
                accountId: "42", subscriptionId: subscriptionId, world.context(eventId))
        case .host, .reading:
            // The host's own doing, and no worker's at a booking.
            outcome = .settled(world.context(input.eventId).result(.skipped, .unchanged))
        case .link(let key, _, let eventId), .command(let key, let eventId):
            let links = LinkHandler(
                store: store, bookings: bookings, google: accounts, now: world.now, logger: Self.logger)
            let record = try SyncCommand(
                .linkMade, accountId: key.accountId, classId: key.classId, requestedAt: world.now()
            ).record(id: eventId, at: world.now(), topics: world.topics)
            let work = try world.commands(links: links).work(for: record.consumed)
            outcome = await work.run(world.context(eventId)) ?? .retry(after: nil, .temporaryFailure)
        }
        return (outcome, sender.calls)
    }

}
