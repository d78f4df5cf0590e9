import Foundation
import Kafka
import OutboundHTTP
import TestSupport
import Testing

/// More workers do more.
@Suite struct FireScaleTests {
    /// As many as the sandbox's broker gives to a topic.
    private static let partitions = 12

    /// Google answers in 100 ms, and with `MAX_IN_FLIGHT=1` a worker has one call under way: one worker's pace is Google's
    /// latency, and what limits it is waiting, of which more workers do more at once.
    @Test func fourWorkersHandleThreeTimesWhatOneDoes() async throws {
        let size = FleetSize(workers: 1, accounts: 8, calendarsPerAccount: 5, classesPerAccount: 5)
        try await Fleet.run(size, settings: ["MAX_IN_FLIGHT": "1", "LOG_LEVEL": "info"]) { fleet in
            let ledger = Ledger(brokers: fleet.brokers)
            let clock = FireClock()
            try fleet.startWorkers()
            try await fleet.setUp()
            try await fleet.sandbox.call(.post, "/control/latency", ["milliseconds": 100])
            var random = SeededGenerator()
            let one = try await Self.rate(20, fleet, ledger, &random, from: 0)
            try fleet.startWorkers(3)
            try await fleet.waitForPartitions()
            // The machine may be busy with something else for a while: it is enough that they can.
            var best = 0.0
            for measurement in 1...3 where best < 3 {
                let four = try await Self.rate(80, fleet, ledger, &random, from: measurement * 100_000)
                let ratio = four.perSecond / one.perSecond
                clock.say("1 worker \(one), 4 workers \(four): \((ratio * 100).rounded() / 100) times")
                best = max(best, ratio)
            }
            #expect(best >= 3)
        }
    }

    private struct Measured: CustomStringConvertible {
        let perSecond: Double
        let machineUse: Int

        var description: String {
            "\((perSecond * 10).rounded() / 10) bookings/s (processors busy to \(machineUse) %)"
        }
    }

    /// - Parameter count: of each partition, so that every worker has as much to do.
    /// - Returns: bookings a second, from the tenth per cent of the results to the eightieth: all workers are at work then.
    private static func rate(
        _ count: Int, _ fleet: Fleet, _ ledger: Ledger, _ random: inout SeededGenerator, from subscription: Int
    ) async throws -> Measured {
        var load = BookingLoad()
        let subscriptions = Self.subscriptions(count, from: subscription)
        for (number, subscription) in subscriptions.enumerated() {
            load.add(
                fleet.classes[number % fleet.classes.count], subscription: subscription,
                starts: [FireTime.random(from: Date(), using: &random)])
        }
        let use = MachineUse()
        try await ledger.produce(load.records)
        let wanted = Set(subscriptions.map(String.init))
        // Seldom: reading all results takes a processor's time, too.
        let handled = try await Eventually.value(
            "results of \(wanted.count) bookings", within: .seconds(300), every: .seconds(2)
        ) {
            let handled = try await ledger.handled().filter { wanted.contains($0.key) }
            return handled.count == wanted.count ? handled : nil
        }
        let ends = handled.values.map(\.end).sorted()
        let middle = ends.count / 10..<ends.count * 8 / 10
        return Measured(
            perSecond: Double(middle.count) / ends[middle.upperBound].timeIntervalSince(ends[middle.lowerBound]),
            machineUse: use.percent)
    }

    /// So many of each partition, in turns.
    private static func subscriptions(_ count: Int, from first: Int) -> [Int] {
        var ofPartition: [Int32: [Int]] = [:]
        var subscription = first
        while ofPartition.count < partitions || ofPartition.values.contains(where: { $0.count < count }) {
            let partition = TopicReader.partition(ofKey: Array("\(subscription)".utf8), among: partitions)
            ofPartition[partition, default: []].append(subscription)
            subscription += 1
        }
        return (0..<count).flatMap { turn in ofPartition.sorted { $0.key < $1.key }.map { $0.value[turn] } }
    }
}
