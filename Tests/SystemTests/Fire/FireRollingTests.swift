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
            try fleet.startWorkers()
            try await fleet.setUp()
            try await fleet.sandbox.call(.post, "/control/latency", ["milliseconds": 100])
            try await fleet.waitForPartitions()

            // The time that is compared, not a wait for anything.
            let calm = try await load.run { try await Task.sleep(for: .seconds(20)) }
            var drains: [Duration] = []
            let rolling = try await load.run {
                for index in 0..<size.workers {
                    let (status, duration, log) = try await fleet.retireWorker(index, within: Self.grace)
                    drains.append(duration)
                    #expect(status == 0)
                    #expect(!log.contains("were not quiet in time"))
                    try fleet.replaceWorker(index)
                    try await fleet.waitForPartitions()
                    // The next one is restarted when this one works.
                    try await load.waitForResults()
                }
            }
            clock.say("without a restart: \(calm)")
            clock.say("rolling restart:   \(rolling)")
            clock.say("drained in \(drains.map { "\(Int($0 / .milliseconds(1))) ms" }.joined(separator: ", "))")
            // Of the workers that stay: the in-memory broker, other than Kafka, refuses their commits during a rebalance.
            clock.say("\(try await load.ledger.repeated().count) inputs were handled again, with nothing to do")

            // A booking may have to wait for two rebalances, of the one who leaves and of the one who comes, and for a third:
            // the in-memory broker sends a member back to the start whose `SyncGroup` comes after its leader's.
            let limit = 3 * (Fleet.rebalance / .seconds(1)) + calm.longest
            #expect(rolling.silence <= limit)
            #expect(rolling.longest <= limit)
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
}
