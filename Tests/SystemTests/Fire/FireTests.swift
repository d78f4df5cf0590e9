import Foundation
import OutboundHTTP
import Synchronization
import TestSupport
import Testing

/// The promises P1 to P5 under fire: separate processes, a real PostgreSQL, real kills.
@Suite(.serialized) struct FireTests {
    /// 5 % of each error that a remote may send and that passes, 2 % without an answer.
    private static let faults: [[String: any Sendable]] = [
        ["match": ["method": "*"], "status": 500, "probability": 0.05],
        ["match": ["method": "*"], "status": 503, "probability": 0.05],
        ["match": ["method": "*"], "status": 503, "probability": 0.05, "after": true],
        ["match": ["method": "events.*"], "status": 429, "reason": "rateLimitExceeded", "probability": 0.05],
        ["match": ["method": "events.*"], "status": 403, "reason": "userRateLimitExceeded", "probability": 0.05],
        ["match": ["method": "events.*"], "status": 401, "probability": 0.05],
        ["match": ["method": "events.insert"], "status": 409, "reason": "conflict", "probability": 0.05],
        ["match": ["method": "events.list"], "status": 410, "reason": "fullSyncRequired", "probability": 0.05],
        ["match": ["method": "kartra.*"], "status": 429, "retryAfter": 1, "probability": 0.05],
        ["match": ["method": "*"], "hang": true, "probability": 0.02],
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
            try await fleet.startWorkers()
            try await fleet.setUp()
            clock.say("\(size.classes) classes linked to \(size.feeds) calendars")

            for fault in Self.faults { try await fleet.sandbox.call(.post, "/control/faults", fault) }
            let kills = try await withThrowingTaskGroup(of: Int.self) { group in
                let chaos = Chaos(fleet: fleet, ledger: ledger, seed: seed)
                group.addTask { try await chaos.rage() }
                try await ledger.produce(bookings.records)
                clock.say("\(bookings.records.count) bookings produced")
                try await hosts.carryOut(on: fleet)
                clock.say("\(hosts.edits.count) changes made in Google")
                try await fleet.restartDatabase()
                clock.say("PostgreSQL restarted")
                // What is left then is mostly parked for its minute, and there is little to kill.
                _ = try? await Eventually.value("results of most bookings", within: .seconds(1_500), every: .seconds(2))
                {
                    () -> Bool? in
                    let missing = try await ledger.unaccounted(["kartra.appointments"]).count
                    clock.say("\(missing) bookings without a result")
                    return missing < bookings.records.count / 20 ? true : nil
                }
                chaos.end()
                let kills = try await group.next() ?? 0
                try await Eventually.value("a result of each booking", within: .seconds(400), every: .seconds(2)) {
                    () -> Bool? in
                    let missing = try await ledger.unaccounted(["kartra.appointments"]).count
                    clock.say("no more kills; \(missing) bookings without a result")
                    return missing == 0 ? true : nil
                }
                return kills
            }
            clock.say("\(kills) kills")
            try await fleet.sandbox.call(.delete, "/control/faults")

            let truth = FleetTruth(fleet: fleet, bookings: bookings, hosts: hosts)
            let wrong = Mutex<[String]>([])
            _ = try? await Eventually.value("what is wanted, exactly", within: .seconds(400), every: .seconds(2)) {
                () -> Bool? in
                let found = try await truth.differences()
                clock.say("\(found.count) differences")
                wrong.withLock { $0 = found }
                return found.isEmpty ? true : nil
            }
            let differences = wrong.withLock { $0 }
            #expect(differences.isEmpty, "\(differences.count): \(differences.prefix(20))")
            let unaccounted = Mutex<[String]>([])
            _ = try? await Eventually.value("a result of each input", within: .seconds(60)) { () -> Bool? in
                let missing = try await ledger.unaccounted()
                unaccounted.withLock { $0 = missing }
                return missing.isEmpty ? true : nil
            }
            let missing = unaccounted.withLock { $0 }
            #expect(missing.isEmpty, "\(missing.count): \(missing.prefix(20))")
            clock.say("all accounted for: \(try await ledger.count()) results")
        }
    }
}
