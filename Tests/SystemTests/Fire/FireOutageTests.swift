import Foundation
import OutboundHTTP
import TestSupport
import Testing

/// A broker that hangs, and workers that are added.
@Suite(.serialized) struct FireOutageTests {
    @Test func aBrokerThatHangsFor20SecondsCostsNothing() async throws {
        let size = FleetSize(workers: 2, accounts: 4, calendarsPerAccount: 2, classesPerAccount: 4)
        try await Fleet.run(size) { fleet in
            var random = SeededGenerator()
            let bookings = BookingLoad(200, classes: fleet.classes, from: Date(), using: &random)
            let hosts = HostLoad(100, calendars: fleet.calendars, from: Date(), using: &random)
            let ledger = Ledger(brokers: fleet.brokers)
            try await fleet.startWorkers()
            try await fleet.setUp()
            try await ledger.produce(bookings.records)

            let secret = try await fleet.pingSecret(0)
            fleet.broker.suspend()
            try await hosts.carryOut(on: fleet)
            let began = ContinuousClock.now
            var refusals = 0
            while ContinuousClock.now - began < .seconds(20) {
                let path = "/webhooks/kartra/\(FleetClass.accountId(0))/\(secret)"
                let ping: [String: any Sendable] = ["action": "calendar_cancel", "action_details": [String: String]()]
                var caller = fleet.console
                caller.timeout = .seconds(30)
                let status = try await caller.call(.post, path, ping, also: [503]).status
                #expect(status == 503)
                if status == 503 { refusals += 1 }
            }
            #expect(refusals > 0)
            fleet.broker.resume()

            let truth = FleetTruth(fleet: fleet, bookings: bookings, hosts: hosts)
            try await Eventually.value("what is wanted", within: .seconds(180)) { () -> Bool? in
                try await truth.differences().isEmpty ? true : nil
            }
            try await Eventually.value("a result of each booking", within: .seconds(60)) { () -> Bool? in
                try await ledger.unaccounted(["kartra.appointments"]).isEmpty ? true : nil
            }
        }
    }

    /// Google answers in 100 ms and a worker has two calls under way: what limits it is waiting, of which more workers do more
    /// at once.
    @Test func fourWorkersHandleThreeTimesWhatOneDoes() async throws {
        let size = FleetSize(workers: 1, accounts: 8, calendarsPerAccount: 5, classesPerAccount: 5)
        try await Fleet.run(size, settings: ["MAX_IN_FLIGHT": "2", "LOG_LEVEL": "info"]) { fleet in
            let ledger = Ledger(brokers: fleet.brokers)
            let clock = FireClock()
            try await fleet.startWorkers()
            try await fleet.setUp()
            try await fleet.sandbox.call(.post, "/control/latency", ["milliseconds": 100])
            var random = SeededGenerator()
            let one = try await Self.rate(300, fleet, ledger, &random, from: 0)
            try await fleet.startWorkers(3)
            try await Eventually.value("partitions for all four") { () -> Bool? in
                fleet.workersWithPartitions == 4 ? true : nil
            }
            let four = try await Self.rate(1_200, fleet, ledger, &random, from: 100_000)
            let ratio = four / one
            clock.say(
                "1 worker \(Int(one)) bookings/s, 4 workers \(Int(four))/s: \((ratio * 100).rounded() / 100) times")
            #expect(ratio >= 3)
        }
    }

    /// - Returns: bookings a second, from the first result to the last.
    private static func rate(
        _ count: Int, _ fleet: Fleet, _ ledger: Ledger, _ random: inout SeededGenerator, from subscription: Int
    ) async throws -> Double {
        var load = BookingLoad()
        for number in 0..<count {
            load.add(
                fleet.classes[number % fleet.classes.count], subscription: subscription + number,
                starts: [FireTime.random(from: Date(), using: &random)])
        }
        try await ledger.produce(load.records)
        let range = subscription..<(subscription + count)
        let handled = try await Eventually.value("results of \(count) bookings", within: .seconds(120)) {
            let handled = try await ledger.handlings().filter { Int($0.key).map(range.contains) ?? false }
            return handled.count == count ? handled : nil
        }
        let times = handled.values.map(\.end)
        guard let first = times.min(), let last = times.max(), last > first else { return 0 }
        return Double(count) / last.timeIntervalSince(first)
    }
}
