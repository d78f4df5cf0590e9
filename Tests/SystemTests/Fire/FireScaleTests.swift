import Foundation
import OutboundHTTP
import TestSupport
import Testing

/// More workers do more.
@Suite struct FireScaleTests {
    /// Google answers in 100 ms and a worker has one call under way: what limits it is waiting, of which more workers do more
    /// at once.
    @Test func fourWorkersHandleThreeTimesWhatOneDoes() async throws {
        let size = FleetSize(workers: 1, accounts: 8, calendarsPerAccount: 5, classesPerAccount: 5)
        try await Fleet.run(size, settings: ["MAX_IN_FLIGHT": "1", "LOG_LEVEL": "info"]) { fleet in
            let ledger = Ledger(brokers: fleet.brokers)
            let clock = FireClock()
            try await fleet.startWorkers()
            try await fleet.setUp()
            try await fleet.sandbox.call(.post, "/control/latency", ["milliseconds": 100])
            var random = SeededGenerator()
            let one = try await Self.rate(200, fleet, ledger, &random, from: 0)
            try await fleet.startWorkers(3)
            try await Eventually.value("partitions for all four") { () -> Bool? in
                fleet.workersWithPartitions == 4 ? true : nil
            }
            let four = try await Self.rate(800, fleet, ledger, &random, from: 100_000)
            let ratio = four.perSecond / one.perSecond
            clock.say(
                "1 worker \(one), 4 workers \(four): \((ratio * 100).rounded() / 100) times")
            #expect(ratio >= 3)
        }
    }

    private struct Measured: CustomStringConvertible {
        let perSecond: Double
        let machineUse: Int

        var description: String {
            "\((perSecond * 10).rounded() / 10) bookings/s (processors busy to \(machineUse) %)"
        }
    }

    /// - Returns: bookings a second, from the first result to the last.
    private static func rate(
        _ count: Int, _ fleet: Fleet, _ ledger: Ledger, _ random: inout SeededGenerator, from subscription: Int
    ) async throws -> Measured {
        var load = BookingLoad()
        for number in 0..<count {
            load.add(
                fleet.classes[number % fleet.classes.count], subscription: subscription + number,
                starts: [FireTime.random(from: Date(), using: &random)])
        }
        let use = MachineUse()
        try await ledger.produce(load.records)
        let range = subscription..<(subscription + count)
        // Seldom: reading all results takes a processor's time, too.
        let handled = try await Eventually.value(
            "results of \(count) bookings", within: .seconds(120), every: .seconds(2)
        ) {
            let handled = try await ledger.handled().filter { Int($0.key).map(range.contains) ?? false }
            return handled.count == count ? handled : nil
        }
        let machineUse = use.percent
        let times = handled.values.map(\.end)
        guard let first = times.min(), let last = times.max(), last > first else {
            return Measured(perSecond: 0, machineUse: machineUse)
        }
        return Measured(perSecond: Double(count) / last.timeIntervalSince(first), machineUse: machineUse)
    }
}
