import Foundation
import OutboundHTTP
import TestSupport
import Testing

/// A worker is killed at every step boundary, one by one: before and after each write to the store, call, record and
/// noted offset that two bookings, their changes and a host's event take.
@Suite struct FireStepTests {
    /// What is waited for is mostly the group's session timeout: several do so at once.
    private static let fleets = 8
    /// Each boundary has an account of its own, set up when it is its turn. Far more than there are boundaries.
    private static let accounts = 200

    @Test func killedAtEachStepBoundaryTheNextWorkerEndsTheWork() async throws {
        let clock = FireClock()
        let boundaries = Boundaries()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.fleets { group.addTask { try await Self.dieStepByStep(boundaries, clock) } }
            try await group.waitForAll()
        }
        clock.say("killed at \(boundaries.summary)")
        #expect(boundaries.isOver, "there are more step boundaries than accounts")
        #expect(boundaries.count > 100)
    }

    /// Takes boundary after boundary, until they are not reached any more because the work was done before.
    private static func dieStepByStep(_ boundaries: Boundaries, _ clock: FireClock) async throws {
        let size = FleetSize(workers: 1, accounts: accounts, calendarsPerAccount: 1, classesPerAccount: 2)
        try await Fleet.run(size) { fleet in
            let ledger = Ledger(brokers: fleet.brokers)
            var bookings = BookingLoad()
            var hosts = HostLoad()
            var random = SeededGenerator()
            let file = { (account: Int) in fleet.folder.appending(path: "failpoint-\(account)") }
            try fleet.startWorkers(with: ["CALSYNC_FAILPOINT_FILE": file(0).path])
            try await fleet.liftQuotas()
            var done: Set<Int> = []
            for account in 0..<accounts {
                guard let boundary = boundaries.next() else { break }
                try await fleet.setUp(account)
                done.insert(account)
                try "\(boundary)".write(to: file(account), atomically: true, encoding: .utf8)

                let classes = fleet.classes.filter { $0.account == account }
                var records: [BookingLoad.Record] = []
                let times = (0..<4).map { _ in FireTime.random(from: Date(), using: &random) }
                records += bookings.add(classes[0], subscription: account * 10 + 1, starts: [times[0], times[1]])
                records += bookings.add(classes[1], subscription: account * 10 + 2, starts: [times[2], nil])
                let edit = hosts.add(
                    account: account, calendar: classes[0].googleCalendar, id: "host\(account)", start: times[3])
                try await ledger.produce(records)
                try await HostLoad.carryOut(edit, try await fleet.host(account, timeout: HostLoad.patience))

                let worker = fleet.worker(0)
                let truth = FleetTruth(fleet: fleet, bookings: bookings, hosts: hosts)
                try await Eventually.value("end of the worker or of the work", within: .seconds(180)) { () -> Bool? in
                    if !worker.isRunning { return true }
                    guard try await truth.differences(accounts: [account]).isEmpty else { return nil }
                    return try await ledger.unaccounted().isEmpty ? true : nil
                }
                // The last boundaries come after everything stands, so it has a little longer to reach them.
                _ = try? await Eventually.value("end of the worker", within: .seconds(3)) {
                    worker.isRunning ? nil : true
                }
                if worker.isRunning {
                    boundaries.missed(boundary)
                } else {
                    boundaries.reached(boundary)
                    #expect(worker.wasKilled, "ended by itself before boundary \(boundary):\n\(worker.log)")
                }
                try fleet.replaceWorker(0, with: ["CALSYNC_FAILPOINT_FILE": file(account + 1).path])
                try await Eventually.value("what is wanted after boundary \(boundary)", within: .seconds(180)) {
                    () -> Bool? in
                    try await truth.differences(accounts: [account]).isEmpty ? true : nil
                }
            }
            try await Eventually.value("a result of each input") { () -> Bool? in
                try await ledger.unaccounted().isEmpty ? true : nil
            }
            let truth = FleetTruth(fleet: fleet, bookings: bookings, hosts: hosts)
            let differences = try await truth.differences(accounts: done)
            #expect(differences.isEmpty, "\(differences)")
        }
    }
}
