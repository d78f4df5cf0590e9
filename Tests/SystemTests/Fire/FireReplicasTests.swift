import OutboundHTTP
import Testing

/// Three processes have the roles receiver, console and scheduler, without a leader.
@Suite struct FireReplicasTests {
    private static let waves = 6

    @Test func whatIsDueIsTakenOnceByWhicheverOfThemLives() async throws {
        let size = FleetSize(workers: 2, accounts: 10, calendarsPerAccount: 4, classesPerAccount: 4)
        try await Fleet.run(size) { fleet in
            let ledger = Ledger(brokers: fleet.brokers)
            let replicas = [try await fleet.startReplica(), try await fleet.startReplica()]
            try fleet.startWorkers()
            try await fleet.setUp()
            let before = try await ledger.polled().values.reduce(0, +)
            for wave in 1...Self.waves {
                // Now, and not again until somebody says so.
                try await fleet.changeStore("UPDATE feeds SET due_at = 0")
                try await Eventually.value("a poll of each feed in wave \(wave)") { () -> Bool? in
                    try await ledger.polled().values.reduce(0, +) >= before + wave * size.feeds ? true : nil
                }
                // The store is written to when a feed has been read: the next wave must not be overtaken by this one.
                try await Eventually.value("a result of each poll in wave \(wave)") { () -> Bool? in
                    try await ledger.unaccounted(["google.pings"]).isEmpty ? true : nil
                }
                if wave == Self.waves / 2 { fleet.killReplica(0) }
            }
            let polled = try await ledger.polled()
            #expect(polled.count == size.feeds)
            #expect(polled.values.reduce(0, +) == before + Self.waves * size.feeds)

            // The one that lives answers as the first does.
            let path = "/api/v1/accounts/\(FleetClass.accountId(0))/status"
            let there = try await replicas[1].call(.get, path).object["links"] as? [[String: Any]]
            #expect(there?.count == size.classesPerAccount)
            #expect(there?.allSatisfy { $0["status"] as? String == "in_step" } == true)
        }
    }
}
