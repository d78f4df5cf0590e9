import CalendarSync
import Foundation
import Testing
import TestSupport

/// Random histories with crashes, lost answers and two workers at once: in the end the calendars hold what the newest
/// states want. `CALSYNC_PROPERTY_SEEDS` sets how many; with `CALSYNC_TEST_SEED` and 1 one is played again.
@Suite(.timeLimit(.minutes(60))) struct MirrorsPropertyTests {
    private typealias World = HandlersWorld

    private static let histories =
        ProcessInfo.processInfo.environment["CALSYNC_PROPERTY_SEEDS"].flatMap { Int($0) } ?? 300

    @Test func theCalendarsEndAsTheNewestStatesWant() async throws {
        let first = SeededGenerator().seed
        try await World.run { world in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<Self.histories {
                    if number >= 4 { try await group.next() }
                    group.addTask { try await Self.play(seed: first &+ UInt64(number), world) }
                }
                try await group.waitForAll()
            }
        }
    }

    private static func play(seed: UInt64, _ world: HandlersWorld) async throws {
        let history = BookingHistory.random(seed: seed)
        let run = HistoryRun(world: world, history: history)
        let strangers = try await Strangers(world: world, history: history)
        do {
            try await run.play()
        } catch {
            Issue.record("seed \(seed): \(error)")
            return
        }
        #expect(try await HistoryCheck(world: world, history: history).problems() == [], "seed \(seed)")
        #expect(try await strangers.areUntouched(), "seed \(seed): a stranger's event was changed")
        for (booking, eventId) in history.newest {
            for id in [eventId, eventId + "again"] {
                let again = try await run.handle(.booking(booking, eventId: id), WorkerLife())
                #expect(again.calls == 0, "seed \(seed): repeated, it calls Google")
            }
        }
    }
}
