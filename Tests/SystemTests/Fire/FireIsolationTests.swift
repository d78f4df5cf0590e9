import Foundation
import OutboundHTTP
import TestSupport
import Testing

/// One account's trouble is nobody else's.
@Suite struct FireIsolationTests {
    private static let revoked = 3
    private static let exhausted = 7
    private static let rounds = 5

    @Test func aRevokedAndAnExhaustedAccountDoNotSlowTheOthers() async throws {
        let size = FleetSize(workers: 2, accounts: 100, calendarsPerAccount: 1, classesPerAccount: 1)
        try await Fleet.run(size) { fleet in
            let ledger = Ledger(brokers: fleet.brokers)
            let clock = FireClock()
            var random = SeededGenerator()
            var bookings = BookingLoad()
            try await fleet.startWorkers()
            try await fleet.setUp()
            let sick: Set<String> = [FleetClass.accountId(Self.revoked), FleetClass.accountId(Self.exhausted)]

            let healthy = try await Self.latencies(fleet, ledger, &bookings, &random, round: 0, without: sick)
            try await fleet.sandbox.call(
                .post, "/control/google/users/\(FleetClass.user(Self.revoked))/revoke", [:])
            try await fleet.sandbox.call(.post, "/control/google/access-tokens/expire", [:])
            let fault =
                try await fleet.sandbox.call(
                    .post, "/control/faults",
                    [
                        "match": ["method": "events.*", "user": FleetClass.user(Self.exhausted)], "status": 403,
                        "reason": "quotaExceeded",
                    ]
                ).object["id"] as? Int
            // The fresh access tokens are no part of the comparison.
            _ = try await Self.latencies(fleet, ledger, &bookings, &random, round: 1, without: sick)
            let beside = try await Self.latencies(fleet, ledger, &bookings, &random, round: 2, without: sick)
            let ratio = beside / healthy
            clock.say(
                "p95 of 98 accounts: \(Int(healthy * 1000)) ms, beside two sick ones \(Int(beside * 1000)) ms: "
                    + "\((ratio * 100).rounded() / 100) times")
            #expect(ratio <= 1.5)

            try await fleet.sandbox.call(.delete, "/control/faults/\(fault ?? 0)")
            try await fleet.connect(Self.revoked)
            try await fleet.resync(Self.exhausted)
            let truth = FleetTruth(fleet: fleet, bookings: bookings, hosts: HostLoad())
            try await Eventually.value("the recovery of both", within: .seconds(120)) { () -> Bool? in
                try await truth.differences().isEmpty ? true : nil
            }
            try await Eventually.value("a result of each booking", within: .seconds(60)) { () -> Bool? in
                try await ledger.unaccounted(["kartra.appointments"]).isEmpty ? true : nil
            }
        }
    }

    /// Books in every account, again and again.
    /// - Returns: the 95th percentile of the healthy accounts' seconds from a booking's record to its mirror.
    private static func latencies(
        _ fleet: Fleet, _ ledger: Ledger, _ bookings: inout BookingLoad, _ random: inout SeededGenerator,
        round: Int, without sick: Set<String>
    ) async throws -> TimeInterval {
        var subscriptions: Set<String> = []
        for turn in 0..<rounds {
            var records: [BookingLoad.Record] = []
            for (number, one) in fleet.classes.enumerated() {
                let subscription = round * 100_000 + turn * 1_000 + number
                records += bookings.add(
                    one, subscription: subscription, starts: [FireTime.random(from: Date(), using: &random)])
                if !sick.contains(one.accountId) { subscriptions.insert("\(subscription)") }
            }
            try await ledger.produce(records)
            try await Eventually.value("results of turn \(turn) of round \(round)", within: .seconds(60)) {
                () -> Bool? in
                let settled = try await ledger.handled()
                return records.allSatisfy {
                    !subscriptions.contains("\($0.subscription)") || settled["\($0.subscription)"] != nil
                } ? true : nil
            }
        }
        let sorted = try await ledger.handled().filter { subscriptions.contains($0.key) }
            .map { $0.value.duration }.sorted()
        return sorted[sorted.count * 95 / 100]
    }
}
