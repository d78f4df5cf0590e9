import CalendarSync
import Foundation
import Handlers
import Testing
import TestSupport

/// Random histories with crashes, lost answers and two workers at once: in the end the calendars hold what the newest
/// states want. `CALSYNC_PROPERTY_SEEDS` sets how many; with `CALSYNC_TEST_SEED` and 1 one is played again.
@Suite(.timeLimit(.minutes(60))) struct MirrorsPropertyTests {
    private typealias World = HandlersWorld

    private static let histories =
        ProcessInfo.processInfo.environment["CALSYNC_PROPERTY_SEEDS"].flatMap { Int($0) } ?? 300

    /// Histories that share a sandbox, and those of them that are played at the same time.
    private static let batch = 50
    private static let atOnce = 4

    @Test func theCalendarsEndAsTheNewestStatesWant() async throws {
        try await Self.playAll(Self.histories, Self.play)
    }

    /// Half as many, as each is read and looked at from end to end, too.
    @Test(arguments: [LinkOptions.HostEdits.leave, .restore])
    func whatTheHostDoesMeanwhileStaysOrIsPutBack(hostEdits: LinkOptions.HostEdits) async throws {
        try await Self.playAll((Self.histories + 1) / 2) { seed, world in
            try await Self.play(seed: seed, hostEdits, world)
        }
    }

    private static func playAll(
        _ count: Int, _ play: @escaping @Sendable (UInt64, HandlersWorld) async throws -> Void
    ) async throws {
        let first = SeededGenerator().seed
        for batch in stride(from: 0, to: count, by: Self.batch) {
            let numbers = batch..<min(batch + Self.batch, count)
            try await World.run { world in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in numbers {
                        if number - batch >= Self.atOnce { try await group.next() }
                        group.addTask { try await play(first &+ UInt64(number), world) }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test(arguments: 1...3) func aFirstBookingCostsOneCallASession(sessions: Int) async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            try await world.sandbox.resetCalls()
            let times = (0..<sessions).map { "2030-05-06T1\($0):00" }
            let outcome = await world.bookings.handle(try World.booking(at: times), world.context("e1"))
            #expect(outcome.kinds?.count == sessions)
            let calls = try await world.sandbox.calls().filter { $0.key.hasPrefix("events.") }
            #expect(calls == ["events.insert": sessions])
        }
    }

    private static func play(_ seed: UInt64, _ world: HandlersWorld) async throws {
        let history = BookingHistory.random(seed: seed)
        let run = HistoryRun(world: world, history: history)
        let strangers = try await Strangers(world: world, history: history)
        do {
            try await run.play()
        } catch {
            Issue.record("seed \(seed): \(error)")
            return
        }
        let problems = try await HistoryCheck(world: world, history: history).problems()
        #expect(problems.isEmpty, "seed \(seed): \(problems)")
        #expect(try await strangers.areUntouched(), "seed \(seed): a stranger's event was changed")
        try await expectNoCalls(run, seed)
    }

    /// In the end a last full reading finds what was lost; then the host edits some more while all is quiet.
    private static func play(seed: UInt64, _ hostEdits: LinkOptions.HostEdits, _ world: HandlersWorld) async throws {
        let history = BookingHistory.random(seed: seed, hostEdits: hostEdits)
        let run = HistoryRun(world: world, history: history)
        let check = HistoryCheck(world: world, history: history, hasCopies: true)
        let strangers = try await Strangers(world: world, history: history)
        var random = SeededGenerator(seed: seed)
        do {
            try await run.play()
            try await run.settle()
            let problems = try await check.problems()
            #expect(problems.isEmpty, "seed \(seed) \(hostEdits): \(problems)")
            let edited = try await run.host.editForGood(using: &random)
            try await run.settle()
            let standing = try await run.host.standing()
            for (place, event) in edited where hostEdits == .leave {
                #expect(standing[place] == event, "seed \(seed): the host's version did not stay")
            }
        } catch {
            Issue.record("seed \(seed) \(hostEdits): \(error)")
            return
        }
        let problems = try await check.problems()
        #expect(problems.isEmpty, "seed \(seed) \(hostEdits), edited: \(problems)")
        #expect(try await strangers.areUntouched(), "seed \(seed): a stranger's event was changed")
        #expect(try await run.host.copiesAreUntouched(), "seed \(seed): a copy was changed")
        try await expectNoCalls(run, seed)
    }

    private static func expectNoCalls(_ run: HistoryRun, _ seed: UInt64) async throws {
        for (booking, eventId) in run.history.newest {
            for id in [eventId, eventId + "again"] {
                let again = try await run.handle(.booking(booking, eventId: id), WorkerLife())
                #expect(again.calls == 0, "seed \(seed): repeated, it calls Google")
            }
        }
    }
}
