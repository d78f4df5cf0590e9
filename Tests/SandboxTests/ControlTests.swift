import Foundation
import Logging
import Testing

@testable import Sandbox

@Suite struct ControlTests {
    @Test func aFaultHitsOnlyWhatItMatchesAndOnlySoOften() async throws {
        try await RunningSandbox.with { sandbox in
            let fault = try await sandbox.control(
                "POST", "faults",
                [
                    "match": ["method": "events.insert"], "status": 403, "reason": "quotaExceeded", "times": 2,
                    "retryAfter": 7,
                ])
            #expect(fault.status == 200)
            #expect(try await sandbox.call("GET", "calendars/primary/events").status == 200)
            for _ in 0..<2 {
                let answer = try await sandbox.insert(Sample.hour())
                #expect(answer.status == 403 && answer.reason == "quotaExceeded")
                #expect(answer["error", "errors", "0", "domain"] == "usageLimits")
                #expect(answer.header("Retry-After") == "7")
            }
            #expect(try await sandbox.insert(Sample.hour()).status == 200)
            #expect(try await sandbox.list("").items.count == 1)
        }
    }

    @Test func aFaultAfterTheEffectLosesOnlyTheAnswer() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.control(
                "POST", "faults", ["match": ["method": "events.*"], "status": 503, "times": 1, "after": true])
            #expect(try await sandbox.insert(Sample.hour(id: "lost1")).status == 503)
            #expect(try await sandbox.insert(Sample.hour(id: "lost1")).status == 409)
        }
    }

    @Test func oneSickEventHarmsNoOther() async throws {
        try await RunningSandbox.with { sandbox in
            for id in ["sick1", "sound"] { _ = try await sandbox.insert(Sample.hour(id: id)) }
            let fault = try await sandbox.control("POST", "faults", ["match": ["eventId": "sick1"], "status": 500])
            for _ in 0..<3 { #expect(try await sandbox.call("GET", "calendars/primary/events/sick1").status == 500) }
            #expect(try await sandbox.call("GET", "calendars/primary/events/sound").status == 200)
            #expect(try await sandbox.control("GET", "faults").json.array?.count == 1)
            _ = try await sandbox.control("DELETE", "faults/\(fault["id"]?.integer ?? 0)")
            #expect(try await sandbox.call("GET", "calendars/primary/events/sick1").status == 200)
        }
    }

    @Test func aHangingCallIsReleasedWhenTheSandboxStops() async throws {
        let start = ContinuousClock.now
        await #expect(throws: (any Error).self) {
            try await RunningSandbox.with { sandbox in
                _ = try await sandbox.control(
                    "POST", "faults", ["match": ["method": "events.list"], "hang": true])
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { _ = try await sandbox.call("GET", "calendars/primary/events") }
                    group.addTask {
                        try await Task.sleep(for: .milliseconds(300))
                        throw CancellationError()
                    }
                    try await group.next()
                }
            }
        }
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func latencyDelaysEveryCall() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.control("POST", "latency", ["milliseconds": 200])
            let start = ContinuousClock.now
            _ = try await sandbox.call("GET", "calendars/primary/events")
            #expect(ContinuousClock.now - start >= .milliseconds(200))
        }
    }

    @Test func quotasAreAMinuteWideAndAPatchCostsThree() async throws {
        var configuration = SandboxConfiguration()
        configuration.now = { .init(timeIntervalSince1970: 1_800_000_000) }
        configuration.google.quota = GoogleQuota(perMinutePerUser: 5)
        try await RunningSandbox.with(configuration) { sandbox in
            _ = try await sandbox.insert(Sample.hour(id: "costs"))
            _ = try await sandbox.call("PATCH", "calendars/primary/events/costs", ["summary": "x"])
            let path = "calendars/primary/events/costs"
            #expect(try await sandbox.call("PATCH", path, ["summary": "y"]).status == 403)
            #expect(try await sandbox.call("GET", path).status == 200)
            let refused = try await sandbox.call("GET", path)
            #expect(refused.status == 403 && refused.reason == "rateLimitExceeded")
            #expect(refused["error", "details", "0", "metadata", "quota_limit"] == "defaultPerMinutePerUser")
            #expect(refused.header("Retry-After") == nil)
            try await sandbox.toggle(["rateLimitStatus": 429, "rateLimitRetryAfter": 12])
            let other = try await sandbox.call("GET", path)
            #expect(other.status == 429 && other.header("Retry-After") == "12")
            #expect(try await sandbox.call("GET", path + "?quotaUser=someone").status == 200)
            _ = try await sandbox.control("POST", "clock", ["advanceSeconds": 60])
            #expect(try await sandbox.call("GET", path).status == 200)
        }
    }

    @Test func callsAreCountedByMethodAndStatus() async throws {
        try await RunningSandbox.with { sandbox in
            for _ in 0..<3 { _ = try await sandbox.insert(Sample.hour(id: "count")) }
            let counts = try await sandbox.control("GET", "calls")
            #expect(counts["calls", "events.insert"] == 3)
            #expect(counts["statuses", "events.insert"] == ["200": 1, "409": 2])
            _ = try await sandbox.control("DELETE", "calls")
            #expect(try await sandbox.control("GET", "calls")["calls"] == [:])
            let state = try await sandbox.control("GET", "state")
            #expect(state["calendars", "host@example.com"] == ["live": 1, "cancelled": 0])
        }
    }

    @Test func anUnknownToggleValueIsRefused() async throws {
        try await RunningSandbox.with { sandbox in
            let answer = try await sandbox.control("POST", "google/toggles", ["tombstoneWrite": "sometimes"])
            #expect(answer.status == 400)
            let toggles = try await sandbox.control("GET", "google/toggles")
            #expect(toggles["tombstoneWrite"] == "revive")
        }
    }

    @Test func anInvalidConfigurationDoesNotStart() {
        var configuration = SandboxConfiguration()
        configuration.google.accounts[0].calendars[0].timeZone = "Mars/Base"
        #expect(throws: SandboxError.invalidAccount(email: "host@example.com")) {
            _ = try SandboxServer(configuration: configuration, logger: .init(label: "test"))
        }
    }
}
