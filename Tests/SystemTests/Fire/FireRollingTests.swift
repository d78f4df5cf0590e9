import Foundation
import OutboundHTTP
import TestSupport
import Testing

/// Workers are replaced one after another, as a deployment does it, while bookings keep coming.
@Suite struct FireRollingTests {
    /// Twenty seconds, the default, and the moment until it is seen.
    private static let grace = Duration.seconds(21)

    @Test func aRollingRestartLosesNothingAndTakesNoLongerThanTheGroupsRebalancing() async throws {
        let size = FleetSize(workers: 3, accounts: 6, calendarsPerAccount: 2, classesPerAccount: 4)
        try await Fleet.run(size, settings: ["LOG_LEVEL": "info"]) { fleet in
            let clock = FireClock()
            let load = SteadyLoad(fleet: fleet)
            try await fleet.startWorkers()
            try await fleet.setUp()
            try await fleet.sandbox.call(.post, "/control/latency", ["milliseconds": 100])
            try await Self.waitForPartitions(fleet)

            // The time that is compared, not a wait for anything.
            let calm = try await load.run { try await Task.sleep(for: .seconds(20)) }
            var drains: [Duration] = []
            let rolling = try await load.run {
                for index in 0..<size.workers {
                    let (status, duration, log) = try await fleet.retireWorker(index, within: Self.grace)
                    drains.append(duration)
                    #expect(status == 0)
                    let faults = ["were not quiet in time", "Rebalance step failed", "Left the consumer group with"]
                    #expect(faults.filter(log.contains) == [])
                    try await fleet.replaceWorker(index)
                    try await Self.waitForPartitions(fleet)
                    // The next one is restarted when this one works.
                    try await load.waitForResults()
                }
            }
            clock.say("without a restart: \(calm)")
            clock.say("rolling restart:   \(rolling)")
            clock.say("drained in \(drains.map { "\(Int($0 / .milliseconds(1))) ms" }.joined(separator: ", "))")
            // Of the workers that stay: the in-memory broker, other than Kafka, refuses their commits during a rebalance.
            clock.say("\(try await load.ledger.repeated().count) inputs were handled again, with nothing to do")

            // What the in-memory broker takes for a rebalance: a heartbeat until all know, and its pause. A booking may have to
            // wait for two, of the one who leaves and of the one who comes, and for a third: that broker sends a member back to
            // the start whose `SyncGroup` comes after its leader's.
            let rebalance = 0.5 + 2.5
            #expect(rolling.silence <= rebalance + calm.longest)
            #expect(rolling.longest <= 3 * rebalance + calm.longest)
            let bookings = load.bookings
            let truth = FleetTruth(fleet: fleet, bookings: bookings, hosts: HostLoad())
            try await Eventually.value("blocks of the mirrors") { () -> Bool? in
                try await truth.differences().isEmpty ? true : nil
            }
            try await Eventually.value("a result of each input") { () -> Bool? in
                try await load.ledger.unaccounted().isEmpty ? true : nil
            }
        }
    }

    private static func waitForPartitions(_ fleet: Fleet) async throws {
        try await Eventually.value("partitions for all workers") { () -> Bool? in
            fleet.workersWithPartitions == fleet.size.workers ? true : nil
        }
    }
}
