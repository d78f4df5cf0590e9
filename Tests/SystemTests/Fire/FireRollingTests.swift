import Foundation
import OutboundHTTP
import TestSupport
import Testing

/// Workers are replaced one after another, as a deployment does it, while bookings keep coming.
@Suite struct FireRollingTests {
    /// Twenty seconds, the default, and the moment until it is seen.
    private static let grace = Duration.seconds(21)

    @Test func aRollingRestartLosesRepeatsAndDelaysNothingBeyondTheGroupsRebalancing() async throws {
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
                    let (status, duration) = try await fleet.retireWorker(index, within: Self.grace)
                    #expect(status == 0)
                    drains.append(duration)
                    try await fleet.replaceWorker(index)
                    try await Self.waitForPartitions(fleet)
                }
            }
            clock.say("without a restart: \(calm)")
            clock.say("rolling restart:   \(rolling)")
            clock.say("drained in \(drains.map { "\(Int($0 / .milliseconds(1))) ms" }.joined(separator: ", "))")

            // What a rebalance of the in-memory broker takes: a heartbeat until all know, its pause, and the work under way;
            // a booking may have to wait for two, of the one who leaves and of the one who comes.
            let rebalance = 0.5 + 2.5 + calm.longest
            #expect(rolling.longest <= 2 * rebalance)
            #expect(try await load.ledger.repeated() == [])
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
