import Foundation
import OutboundHTTP
import TestSupport
import Testing

/// The promises P1 to P5 under fire: separate processes, a real PostgreSQL, real kills.
@Suite(.serialized) struct FireTests {
    /// 2 % without an answer, 5 % of each error that a remote may send and that passes.
    private static let faults = [
        FaultKind("*", 0.02, ["hang": true]),
        FaultKind("*", 0.05, ["status": 500]),
        FaultKind("*", 0.05, ["status": 503]),
        FaultKind("*", 0.05, ["status": 503, "after": true]),
        FaultKind("events.*", 0.05, ["status": 429, "reason": "rateLimitExceeded"]),
        FaultKind("events.*", 0.05, ["status": 403, "reason": "userRateLimitExceeded"]),
        FaultKind("events.*", 0.05, ["status": 401]),
        FaultKind("events.insert", 0.05, ["status": 409, "reason": "conflict"]),
        FaultKind("events.list", 0.05, ["status": 410, "reason": "fullSyncRequired"]),
        FaultKind("kartra.*", 0.05, ["status": 429, "retryAfter": 1]),
    ]

    @Test func killedRestartedAndRefusedTheyEndWithExactlyWhatIsWanted() async throws {
        let isSmall = ProcessInfo.processInfo.environment["CALSYNC_FIRE"] == "small"
        let size = FleetSize(
            workers: 3, accounts: isSmall ? 4 : 20, calendarsPerAccount: isSmall ? 5 : 10,
            classesPerAccount: isSmall ? 12 : 25)
        let seed = UInt64.random(in: 0...1_000_000)
        try await Fleet.run(size) { fleet in
            var random = SeededGenerator(seed: seed)
            let bookings = BookingLoad(
                isSmall ? 1_000 : 10_000, classes: fleet.classes, from: Date(), using: &random)
            let hosts = HostLoad(isSmall ? 500 : 5_000, calendars: fleet.calendars, from: Date(), using: &random)
            let ledger = Ledger(brokers: fleet.brokers)
            let clock = FireClock()
            clock.say("seed \(seed)")
            try fleet.startWorkers()
            try await fleet.setUp()
            clock.say("\(size.classes) classes linked to \(size.feeds) calendars")

            let faults = try await FaultKind.start(Self.faults, in: fleet.sandbox)
            let kills = try await Self.work(bookings, hosts, on: fleet, ledger, seed: seed, clock)
            clock.say("\(kills) kills")
            #expect(kills >= (isSmall ? 10 : 50))
            let hits = try await FaultKind.end(in: fleet.sandbox)
            for (kind, id) in zip(Self.faults, faults) {
                clock.say("\(hits[id] ?? 0) calls met \(kind)")
                #expect(hits[id] ?? 0 > 0, "\(kind)")
            }

            let truth = FleetTruth(fleet: fleet, bookings: bookings, hosts: hosts)
            let differences = try await Eventually.reading(
                "what is wanted, exactly", within: .seconds(400), every: .seconds(2)
            ) {
                let found = try await truth.differences()
                clock.say("\(found.count) differences")
                return found
            } until: {
                $0.isEmpty
            }
            #expect(differences.isEmpty, "\(differences.count): \(differences.prefix(20))")
            let missing = try await Eventually.reading("a result of each input") {
                try await ledger.unaccounted()
            } until: {
                $0.isEmpty
            }
            #expect(missing.isEmpty, "\(missing.count): \(missing.prefix(20))")
            // These are what was asked for: every booking, and at least one ping and one command of each feed and class.
            #expect(await ledger.arrivals(in: Ledger.bookings) == bookings.records.count)
            #expect(await ledger.arrivals(in: "google.pings") >= size.feeds)
            #expect(await ledger.arrivals(in: "calsync.commands") >= size.classes)
            clock.say("all accounted for: \(try await ledger.count()) results")
        }
    }

    /// Books and edits while workers are killed, and restarts PostgreSQL in the middle of it, until all bookings have a result.
    /// - Returns: how many workers were killed.
    private static func work(
        _ bookings: BookingLoad, _ hosts: HostLoad, on fleet: Fleet, _ ledger: Ledger, seed: UInt64, _ clock: FireClock
    ) async throws -> Int {
        func left() async throws -> Int {
            let count = try await ledger.unaccounted([Ledger.bookings]).count
            clock.say("\(count) bookings without a result")
            return count
        }
        return try await withThrowingTaskGroup(of: Int.self) { group in
            let chaos = Chaos(fleet: fleet, ledger: ledger, seed: seed)
            group.addTask { try await chaos.rage() }
            try await ledger.produce(bookings.records)
            clock.say("\(bookings.records.count) bookings produced")
            try await hosts.carryOut(on: fleet)
            clock.say("\(hosts.edits.count) changes made in Google")
            let outstanding = try await Eventually.value("a look at the results", left)
            #expect(outstanding > 0, "PostgreSQL is restarted when all is done")
            try await fleet.restartDatabase()
            clock.say("PostgreSQL restarted")
            // What is left of the last twentieth is mostly parked for its minute, and there is little to kill.
            _ = try? await Eventually.reading(
                "results of most bookings", within: .seconds(900), every: .seconds(2), left
            ) { $0 < bookings.records.count / 20 }
            chaos.end()
            let kills = try await group.next() ?? 0
            clock.say("no more kills")
            try await Eventually.value("a result of each booking", within: .seconds(600), every: .seconds(2)) {
                try await left() == 0 ? true : nil
            }
            return kills
        }
    }
}
