import GoogleCalendar
import OutboundHTTP

/// Calls one after another, past others that wait.
enum GateMeasurement {
    /// - Returns: what a call costs without a gate.
    static func direct(calls: Int) async throws -> Duration {
        let client = GoogleCalendarClient(sender: InstantCalendar())
        return try await mean(of: calls) { try await call(client) }
    }

    /// - Parameter each: so many wait for one account.
    static func past(waiting: Int, each: Int, calls: Int) async throws -> GateResult {
        let google = InstantCalendar()
        let clock = LeapingClock()
        let gate = GoogleCallGate(callsPerMinute: nil, clock: clock)
        let client = GoogleCalendarClient(sender: google)
        let accounts = (waiting + each - 1) / each
        let slow = (0..<accounts).map { client.governed(by: gate, account: "slow\($0)") }
        // Three in a row are what slows an account down.
        for account in slow {
            for _ in 0..<3 { _ = try? await account.getEvent("refused", "e1", as: SteadyToken()) }
        }

        return try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<waiting {
                let account = slow[number % accounts]
                let lane = Lane.allCases[number / accounts % Lane.allCases.count]
                group.addTask { try await Lane.$current.withValue(lane) { try await call(account) } }
            }
            while gate.status().waiting.values.reduce(0, +) < waiting { await Task.yield() }

            let quick = client.governed(by: gate, account: "quick")
            let passing = try await mean(of: calls) { try await call(quick) }
            google.forget()
            clock.leap(.seconds(7_200))
            try await group.waitForAll()
            return GateResult(
                waiting: waiting, accounts: accounts, passing: passing,
                leaving: waiting > 0 ? google.span / waiting : nil)
        }
    }

    private static func call(_ client: GoogleCalendarClient) async throws {
        _ = try await client.getEvent("calendar", "e1", as: SteadyToken())
    }

    /// A tenth of them first, unmeasured.
    private static func mean(of count: Int, _ body: () async throws -> Void) async throws -> Duration {
        for _ in 0..<count / 10 { try await body() }
        return try await ContinuousClock().measure { for _ in 0..<count { try await body() } } / max(1, count)
    }
}
