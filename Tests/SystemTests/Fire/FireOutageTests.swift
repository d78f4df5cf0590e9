import Foundation
import OutboundHTTP
import TestSupport
import Testing

/// A broker that hangs.
@Suite struct FireOutageTests {
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
}
