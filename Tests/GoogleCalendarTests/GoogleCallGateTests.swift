import GoogleCalendar
import OutboundHTTP
import Testing

@Suite(.timeLimit(.minutes(1)))
struct GoogleCallGateTests {
    private let tokens = TokenList("token-1")

    @Test func anAccountThatFailsAgainAndAgainIsNotCalledAndOthersAre() async throws {
        let google = ScriptedGoogle { request in
            request.path.contains("sick") ? ScriptedAnswer(status: 503, json: "") : .json(#"{"id":"e1"}"#)
        }
        try await google.run { sender, endpoints in
            let gate = GoogleCallGate(callsPerMinute: nil)
            let client = GoogleCalendarClient(sender: sender, endpoints: endpoints)
            let sick = client.governed(by: gate, account: "sick")
            let well = client.governed(by: gate, account: "well")
            var refusal: GoogleError?
            for number in 0..<20 {
                do {
                    try await CallCause.$current.withValue("booking/\(number)") {
                        _ = try await sick.getEvent("sick", "e1", as: tokens)
                    }
                } catch let error as GoogleError {
                    refusal = error
                }
                _ = try await well.getEvent("well", "e1", as: tokens)
            }
            guard case .circuitOpen(let wait?) = refusal else {
                Issue.record("not open: \(String(describing: refusal))")
                return
            }
            #expect(wait > .seconds(5) && wait <= .seconds(10))
            #expect(refusal?.advice == .retry)
            #expect(google.requests.count { $0.path.contains("sick") } == 6)
            #expect(google.requests.count { $0.path.contains("well") } == 20)
            #expect(gate.status().openCircuits.keys.sorted() == ["sick"])
        }
    }

    @Test func anEventThatFailsForGoodKeepsNoOtherOfItsAccountBack() async throws {
        let google = ScriptedGoogle { request in
            request.path.contains("broken") ? ScriptedAnswer(status: 500, json: "") : .json(#"{"id":"e1"}"#)
        }
        try await google.run { sender, endpoints in
            let gate = GoogleCallGate(callsPerMinute: nil)
            let client = GoogleCalendarClient(sender: sender, endpoints: endpoints).governed(by: gate, account: "a")
            await CallCause.$current.withValue("booking/broken") {
                for _ in 0..<20 { _ = try? await client.getEvent("c", "broken", as: tokens) }
            }
            #expect(google.requests.count == 20)
            #expect(gate.status().openCircuits.isEmpty)
            try await CallCause.$current.withValue("booking/other") {
                _ = try await client.getEvent("c", "e1", as: tokens)
            }
        }
    }

    @Test func onlyTheUserThatIsRefusedGoesSlower() async throws {
        let google = ScriptedGoogle { request in
            request.path.contains("busy") ? .error(403, "userRateLimitExceeded") : .json(#"{"id":"e1"}"#)
        }
        try await google.run { sender, endpoints in
            let gate = GoogleCallGate(callsPerMinute: nil)
            let client = GoogleCalendarClient(sender: sender, endpoints: endpoints)
            for _ in 0..<3 {
                #expect(gate.status().slowedAccounts == 0)
                await #expect(throws: GoogleError.userRateLimitExceeded(retryAfter: nil)) {
                    _ = try await client.governed(by: gate, account: "busy").getEvent("busy", "e1", as: tokens)
                }
            }
            for _ in 0..<20 {
                _ = try await client.governed(by: gate, account: "calm").getEvent("calm", "e1", as: tokens)
            }
            let status = gate.status()
            #expect(status.slowedAccounts == 1)
            #expect(status.slowedWriters == 0)
            #expect(status.projectPace == nil)
        }
    }

    @Test func refusalsOfTheProjectSlowEverybody() async throws {
        let google = ScriptedGoogle { _ in .error(429, "rateLimitExceeded") }
        try await google.run { sender, endpoints in
            let gate = GoogleCallGate(callsPerMinute: nil)
            let client = GoogleCalendarClient(sender: sender, endpoints: endpoints)
            for account in ["a", "b", "c"] {
                _ = try? await client.governed(by: gate, account: account).getEvent("c", "e1", as: tokens)
            }
            #expect(gate.status().projectPace != nil)
            #expect(gate.status().slowedAccounts == 0)
        }
    }

    /// Google says `rateLimitExceeded` also of one calendar that is written to too quickly.
    @Test func whatOneAccountIsRefusedAmongOthersIsNotTheProjects() async throws {
        let google = ScriptedGoogle { request in
            request.path.contains("busy") ? .error(403, "rateLimitExceeded") : .json(#"{"id":"e1"}"#)
        }
        try await google.run { sender, endpoints in
            let gate = GoogleCallGate(callsPerMinute: nil)
            let client = GoogleCalendarClient(sender: sender, endpoints: endpoints)
            for _ in 0..<3 {
                _ = try? await client.governed(by: gate, account: "busy").getEvent("busy", "e1", as: tokens)
                for _ in 0..<5 {
                    _ = try await client.governed(by: gate, account: "calm").getEvent("calm", "e1", as: tokens)
                }
            }
            #expect(gate.status().slowedAccounts == 1)
            #expect(gate.status().projectPace == nil)
        }
    }

    @Test func whoWaitsGoesByItsLane() async throws {
        let google = ScriptedGoogle { _ in .json(#"{"id":"e1"}"#) }
        try await google.run { sender, endpoints in
            // Three calls of the minute, then nobody until it is over: those who wait can be told apart by order alone.
            let clock = HeldClock()
            let gate = GoogleCallGate(callsPerMinute: 3, clock: clock)
            let client = GoogleCalendarClient(sender: sender, endpoints: endpoints).governed(by: gate, account: "a")
            for _ in 0..<3 { _ = try await client.getEvent("c", "first", as: tokens) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (waiting, lane) in [Lane.audit, .backfill, .live].enumerated() {
                    group.addTask {
                        try await Lane.$current.withValue(lane) {
                            _ = try await client.getEvent("c", "\(lane)", as: tokens)
                        }
                    }
                    while gate.status().waiting.values.reduce(0, +) <= waiting { await Task.yield() }
                }
                #expect(google.requests.count == 3)
                clock.advance(by: .seconds(62))
                try await group.waitForAll()
            }
            #expect(google.requests.count == 6)
            #expect(gate.status().waiting.values.allSatisfy { $0 == 0 })
        }
    }

    @Test func whoGivesUpWaitsNoLonger() async throws {
        let google = ScriptedGoogle { _ in .json(#"{"id":"e1"}"#) }
        try await google.run { sender, endpoints in
            let gate = GoogleCallGate(callsPerMinute: 1)
            let client = GoogleCalendarClient(sender: sender, endpoints: endpoints).governed(by: gate, account: "a")
            _ = try await client.getEvent("c", "e1", as: tokens)
            let waiting = Task { _ = try await client.getEvent("c", "e1", as: tokens) }
            while gate.status().waiting[.live] != 1 { await Task.yield() }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            #expect(gate.status().waiting[.live] == 0)
            #expect(google.requests.count == 1)
        }
    }

    /// Refuses what is called `refused`.
    private func refusing(retryAfter: String?) -> ScriptedGoogle {
        ScriptedGoogle { request in
            request.path.contains("refused")
                ? ScriptedAnswer(
                    status: 403, json: #"{"error":{"errors":[{"reason":"userRateLimitExceeded"}],"code":403}}"#,
                    retryAfter: retryAfter)
                : .json(#"{"id":"e1"}"#)
        }
    }

    @Test func whoWaitsForOneAccountHoldsNoOtherUp() async throws {
        let google = refusing(retryAfter: nil)
        try await google.run { sender, endpoints in
            let clock = HeldClock()
            let gate = GoogleCallGate(callsPerMinute: nil, clock: clock)
            let client = GoogleCalendarClient(sender: sender, endpoints: endpoints)
            let slow = client.governed(by: gate, account: "slow")
            for _ in 0..<3 { _ = try? await slow.getEvent("refused", "e1", as: tokens) }
            let waiting = Task { _ = try await slow.getEvent("slow", "e1", as: tokens) }
            while gate.status().waiting[.live] != 1 { await Task.yield() }
            // The clock stands still: they go at once or never.
            for _ in 0..<5 {
                _ = try await client.governed(by: gate, account: "quick").getEvent("quick", "e1", as: tokens)
            }
            #expect(google.requests.count { $0.path.contains("slow") } == 0)
            clock.advance(by: .seconds(10))
            try await waiting.value
            #expect(google.requests.count { $0.path.contains("slow") } == 1)
        }
    }

    @Test func anAccountThatRestsIsNotWaitedForAndTheRefusalTeachesNothing() async throws {
        let google = refusing(retryAfter: "600")
        try await google.run { sender, endpoints in
            let clock = HeldClock()
            let gate = GoogleCallGate(callsPerMinute: nil, clock: clock)
            let client = GoogleCalendarClient(sender: sender, endpoints: endpoints).governed(by: gate, account: "a")
            _ = try? await client.getEvent("refused", "e1", as: tokens)
            clock.advance(by: .seconds(100))
            for _ in 0..<20 {
                await #expect(throws: GoogleError.held(retryAfter: .seconds(500))) {
                    _ = try await client.getEvent("c", "e1", as: tokens)
                }
            }
            #expect(google.requests.count == 1)
            #expect(gate.status().slowedAccounts == 0)
            // Two seconds are waited for.
            clock.advance(by: .seconds(499))
            let waiting = Task { _ = try await client.getEvent("c", "e1", as: tokens) }
            while gate.status().waiting[.live] != 1 { await Task.yield() }
            clock.advance(by: .seconds(1))
            try await waiting.value
            #expect(google.requests.count == 2)
        }
    }

    @Test func whoWaitsAlreadyIsSentAwayWhenTheAccountIsToRest() async throws {
        let google = refusing(retryAfter: "600")
        try await google.run { sender, endpoints in
            let clock = HeldClock()
            // One call of the minute is left: the others wait for the next.
            let gate = GoogleCallGate(callsPerMinute: 1, clock: clock)
            let client = GoogleCalendarClient(sender: sender, endpoints: endpoints).governed(by: gate, account: "a")
            try await withThrowingTaskGroup(of: GoogleError?.self) { group in
                _ = try await client.getEvent("c", "e1", as: tokens)
                for calendar in ["refused", "c", "c"] {
                    let waiting = gate.status().waiting[.live] ?? 0
                    group.addTask {
                        do {
                            _ = try await client.getEvent(calendar, "e1", as: tokens)
                            return nil
                        } catch let error as GoogleError {
                            return error
                        }
                    }
                    while gate.status().waiting[.live] == waiting { await Task.yield() }
                }
                clock.advance(by: .seconds(62))
                var ends: [GoogleError] = []
                for try await end in group { if let end { ends.append(end) } }
                #expect(ends.count == 3)
                #expect(ends.filter { $0 == .held(retryAfter: .seconds(600)) }.count == 2)
            }
            #expect(gate.status().waiting[.live] == 0)
            #expect(google.requests.count == 2)
        }
    }

    @Test func whoComesTooManyToASlowAccountIsToldWhenItsTurnShouldBe() async throws {
        let google = refusing(retryAfter: nil)
        try await google.run { sender, endpoints in
            let clock = HeldClock()
            let gate = GoogleCallGate(callsPerMinute: nil, clock: clock)
            let client = GoogleCalendarClient(sender: sender, endpoints: endpoints).governed(by: gate, account: "a")
            for _ in 0..<3 { _ = try? await client.getEvent("refused", "e1", as: tokens) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for waiting in 0..<16 {
                    group.addTask { _ = try await client.getEvent("c", "e1", as: tokens) }
                    while gate.status().waiting[.live] == waiting { await Task.yield() }
                }
                var told: [Duration] = []
                for _ in 0..<3 {
                    do {
                        _ = try await client.getEvent("c", "e1", as: tokens)
                    } catch GoogleError.held(let wait) {
                        told.append(wait)
                    }
                }
                // One call goes in two seconds: after the sixteen, one after the other.
                #expect(told == [.seconds(36), .seconds(38), .seconds(40)])
                clock.advance(by: .seconds(3_600))
                try await group.waitForAll()
            }
            #expect(google.requests.count { !$0.path.contains("refused") } == 16)
        }
    }
}
