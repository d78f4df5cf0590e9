import Foundation
import OutboundHTTP
import TestSupport
import Testing

/// A broker that hangs.
@Suite struct FireOutageTests {
    @Test func aBrokerThatHangsFor20SecondsCostsNothing() async throws {
        let size = FleetSize(workers: 2, accounts: 4, calendarsPerAccount: 2, classesPerAccount: 4)
        // So that the bookings take some seconds, and the broker hangs in the middle of them.
        try await Fleet.run(size, settings: ["MAX_IN_FLIGHT": "4"]) { fleet in
            var random = SeededGenerator()
            let bookings = BookingLoad(200, classes: fleet.classes, from: Date(), using: &random)
            let hosts = HostLoad(100, calendars: fleet.calendars, from: Date(), using: &random)
            let ledger = Ledger(brokers: fleet.brokers)
            try fleet.startWorkers()
            try await fleet.setUp()
            let secret = try await fleet.pingSecret(0)
            try await fleet.sandbox.call(.post, "/control/latency", ["milliseconds": 500])
            try await ledger.produce(bookings.records)
            let unhandled = try await Eventually.value("the first results") {
                let count = try await ledger.unaccounted([Ledger.bookings]).count
                return count < bookings.records.count ? count : nil
            }
            fleet.broker.suspend()
            #expect(unhandled > 0, "the broker hangs when all is done")
            try await fleet.sandbox.call(.post, "/control/latency", ["milliseconds": 0])
            try await hosts.carryOut(on: fleet)
            try await Self.ping(fleet, secret, for: .seconds(20))
            fleet.broker.resume()

            let truth = FleetTruth(fleet: fleet, bookings: bookings, hosts: hosts)
            try await Eventually.value("what is wanted", within: .seconds(180)) { () -> Bool? in
                try await truth.differences().isEmpty ? true : nil
            }
            try await Eventually.value("a result of each input", within: .seconds(180)) { () -> Bool? in
                try await ledger.unaccounted().isEmpty ? true : nil
            }
            try await Eventually.value("the redelivery of a push that was answered with 503") { () -> Bool? in
                try await Self.redelivered(fleet) > 0 ? true : nil
            }
        }
    }

    /// Kartra's pings are answered with 503 as long as the broker hangs.
    private static func ping(_ fleet: Fleet, _ secret: String, for time: Duration) async throws {
        let path = "/webhooks/kartra/\(FleetClass.accountId(0))/\(secret)"
        let ping: [String: any Sendable] = ["action": "calendar_cancel", "action_details": [String: String]()]
        var caller = fleet.console
        caller.timeout = .seconds(30)
        let began = ContinuousClock.now
        repeat {
            #expect(try await caller.call(.post, path, ping, also: [503]).status == 503)
        } while ContinuousClock.now - began < time
    }

    /// - Returns: how many of Google's notifications were answered with 503 first and with 204 when they were sent again.
    private static func redelivered(_ fleet: Fleet) async throws -> Int {
        let deliveries = try await fleet.sandbox.call(.get, "/control/deliveries").objects
        let outcomes = Dictionary(grouping: deliveries) { "\($0["target"] ?? "") \($0["what"] ?? "")" }
            .mapValues { $0.compactMap { $0["outcome"] as? String } }
        return outcomes.values.count { $0.first == "503" && $0.last == "204" }
    }
}
