import Foundation
import OutboundHTTP
import TestSupport
import Testing

/// A worker is killed at every step boundary, one by one: before and after each write to the store, call, record and
/// noted offset that two bookings, their changes and a host's event take.
@Suite struct FireStepTests {
    private static let fleets = 4
    private static let accounts = 70

    @Test func killedAtEachStepBoundaryTheNextWorkerEndsTheWork() async throws {
        let boundaries = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<Self.fleets { group.addTask { try await Self.dieStepByStep(from: number) } }
            return try await group.reduce(into: 0) { $0 = max($0, $1) }
        }
        FireClock().say("killed at each of \(boundaries) step boundaries")
        #expect(boundaries > 20)
    }

    /// Takes every fourth boundary, with an account of its own for each.
    /// - Returns: the last boundary that was reached.
    private static func dieStepByStep(from number: Int) async throws -> Int {
        let size = FleetSize(workers: 1, accounts: accounts, calendarsPerAccount: 1, classesPerAccount: 2)
        let reached = Reached()
        try await Fleet.run(size) { fleet in
            let ledger = Ledger(brokers: fleet.brokers)
            var bookings = BookingLoad()
            var hosts = HostLoad()
            var random = SeededGenerator(seed: UInt64(number))
            let files = (0...accounts).map { fleet.folder.appending(path: "failpoint-\($0)") }
            try await fleet.startWorkers(with: ["CALSYNC_FAILPOINT_FILE": files[0].path])
            try await fleet.setUp()
            var isSurvived = false
            for account in 0..<accounts where !isSurvived {
                let boundary = number + 1 + account * fleets
                try "\(boundary)".write(to: files[account], atomically: true, encoding: .utf8)

                let classes = fleet.classes.filter { $0.account == account }
                var records: [BookingLoad.Record] = []
                let times = (0..<4).map { _ in FireTime.random(from: Date(), using: &random) }
                records += bookings.add(classes[0], subscription: account * 10 + 1, starts: [times[0], times[1]])
                records += bookings.add(classes[1], subscription: account * 10 + 2, starts: [times[2], nil])
                let edit = hosts.add(
                    account: account, calendar: classes[0].googleCalendar, id: "host\(account)", start: times[3])
                try await ledger.produce(records)
                try await HostLoad.carryOut(edit, try await fleet.host(account))

                let truth = FleetTruth(fleet: fleet, bookings: bookings, hosts: hosts)
                // The last boundaries come after everything stands, so it has a little longer to reach them.
                try await Eventually.value("end of the worker or of the work") { () -> Bool? in
                    if !fleet.isWorkerRunning(0) { return true }
                    guard try await truth.differences(accounts: [account]).isEmpty else { return nil }
                    return try await ledger.unaccounted().isEmpty ? true : nil
                }
                _ = try? await Eventually.value("end of the worker", within: .seconds(3)) {
                    fleet.isWorkerRunning(0) ? nil : true
                }
                isSurvived = fleet.isWorkerRunning(0)
                if isSurvived { break }
                reached.note(boundary)
                try await fleet.replaceWorker(0, with: ["CALSYNC_FAILPOINT_FILE": files[account + 1].path])
                try await Eventually.value("what is wanted after boundary \(boundary)", within: .seconds(60)) {
                    () -> Bool? in
                    try await truth.differences(accounts: [account]).isEmpty ? true : nil
                }
            }
            #expect(isSurvived, "there are more step boundaries than accounts")
            try await Eventually.value("a result of each input") { () -> Bool? in
                try await ledger.unaccounted().isEmpty ? true : nil
            }
            let truth = FleetTruth(fleet: fleet, bookings: bookings, hosts: hosts)
            let differences = try await truth.differences()
            #expect(differences.isEmpty, "\(differences)")
        }
        return reached.last
    }
}
