import Foundation
import Testing

@testable import Sandbox

@Suite struct PushTests {
    private func watch(
        _ sandbox: RunningSandbox, _ address: String, id: String = "channel-1", more: JSONObject = [:],
        calendar: String = "primary"
    ) async throws -> HTTPAnswer {
        var body: JSONObject = ["id": .string(id), "type": "web_hook", "address": .string(address)]
        for (key, value) in more.members { body[key] = value }
        return try await sandbox.call(
            "POST", "calendars/\(PercentEncoding.encode(calendar))/events/watch", .object(body))
    }

    private func stop(_ sandbox: RunningSandbox, _ channel: HTTPAnswer) async throws -> HTTPAnswer {
        try await sandbox.call(
            "POST", "channels/stop", ["id": channel["id"] ?? .null, "resourceId": channel["resourceId"] ?? .null])
    }

    @Test func aChannelSaysSyncAndThenTellsOfEveryKindOfWrite() async throws {
        try await TestReceiver.with { receiver in
            try await RunningSandbox.with { sandbox in
                let channel = try await watch(sandbox, receiver.url, more: ["token": "secret=1"])
                #expect(channel.status == 200 && channel["kind"] == "api#channel")
                #expect(channel["expiration"]?.string != nil)
                #expect(channel["resourceId"]?.string?.count == 27)
                let sync = try await receiver.wait(for: 1)[0]
                #expect(sync.body.isEmpty && sync.header("Content-Length") == "0")
                #expect(sync.header("X-Goog-Channel-ID") == "channel-1")
                #expect(sync.header("X-Goog-Message-Number") == "1")
                #expect(sync.header("X-Goog-Resource-State") == "sync")
                #expect(sync.header("X-Goog-Resource-ID") == channel["resourceId"]?.string)
                #expect(sync.header("X-Goog-Channel-Token") == "secret=1")
                #expect(
                    sync.header("X-Goog-Resource-URI")
                        == "https://www.googleapis.com/calendar/v3/calendars/primary/events?alt=json")
                #expect(sync.header("X-Goog-Channel-Expiration")?.hasSuffix(" GMT") == true)
                #expect(sync.header("User-Agent")?.hasPrefix("APIs-Google") == true)

                _ = try await sandbox.insert(Sample.hour(id: "pushed"))
                _ = try await receiver.wait(for: 2)
                _ = try await sandbox.call("PATCH", "calendars/primary/events/pushed", ["summary": "x"])
                _ = try await receiver.wait(for: 3)
                _ = try await sandbox.call("DELETE", "calendars/primary/events/pushed")
                let all = try await receiver.wait(for: 4)
                #expect(all.dropFirst().allSatisfy { $0.header("X-Goog-Resource-State") == "exists" })
                let numbers = all.compactMap { Int($0.header("X-Goog-Message-Number") ?? "") }
                #expect(numbers == numbers.sorted() && Set(numbers).count == 4)
                #expect(numbers != [1, 2, 3, 4])
            }
        }
    }

    @Test func theSyncMessageMayComeBeforeTheAnswer() async throws {
        try await TestReceiver.with { receiver in
            try await RunningSandbox.with { sandbox in
                try await sandbox.toggle(["syncMessage": "beforeResponse"])
                _ = try await watch(sandbox, receiver.url)
                #expect(receiver.received.count == 1)
            }
        }
    }

    @Test func onlyServerErrorsAreTriedAgainAndFourOthersAreSuccess() async throws {
        try await TestReceiver.with { receiver in
            try await RunningSandbox.with { sandbox in
                try await sandbox.toggle(["pushRetryMilliseconds": 10])
                receiver.answer(with: [200, 500, 503, 204, 404])
                _ = try await watch(sandbox, receiver.url)
                _ = try await receiver.wait(for: 1)
                _ = try await sandbox.insert(Sample.hour())
                let retried = try await receiver.wait(for: 4)
                let numbers = retried.dropFirst().map { $0.header("X-Goog-Message-Number") }
                #expect(Set(numbers).count == 1)
                _ = try await sandbox.insert(Sample.hour())
                _ = try await receiver.wait(for: 5)
                _ = try await sandbox.insert(Sample.hour())
                let after = try await receiver.wait(for: 6)
                #expect(after[4].header("X-Goog-Message-Number") != after[5].header("X-Goog-Message-Number"))
            }
        }
    }

    @Test func aBurstIsSaidFewerTimesThanItHasChangesButNeverForgotten() async throws {
        try await TestReceiver.with { receiver in
            try await RunningSandbox.with { sandbox in
                _ = try await watch(sandbox, receiver.url)
                _ = try await receiver.wait(for: 1)
                try await sandbox.toggle(["pushDelayMilliseconds": 300])
                let began = ContinuousClock.now
                for _ in 0..<20 { _ = try await sandbox.insert(Sample.hour()) }
                _ = try await receiver.wait(for: 2)
                let count = receiver.received.count
                // What changes while one waits is said with it: one each 300 ms, however long the changes took.
                let turns = Int((ContinuousClock.now - began) / .milliseconds(300))
                #expect(count <= 2 + turns)
            }
        }
    }

    @Test func idsAreUsedUpAndLimited() async throws {
        try await RunningSandbox.with { sandbox in
            let address = "https://example.com/hook"
            let channel = try await watch(sandbox, address)
            #expect(channel.status == 200)
            let twice = try await watch(sandbox, address)
            #expect(twice.status == 400 && twice.reason == "channelIdNotUnique")
            #expect(twice["error", "message"] == "Channel id channel-1 not unique")
            #expect(try await stop(sandbox, channel).status == 204)
            #expect(try await watch(sandbox, address).reason == "channelIdNotUnique")
            let long = String(repeating: "x", count: 65)
            #expect(try await watch(sandbox, address, id: long).status == 400)
            let token: JSONObject = ["token": .string(String(repeating: "t", count: 257))]
            #expect(try await watch(sandbox, address, id: "c2", more: token).status == 400)
            #expect(try await watch(sandbox, address, id: "c3", more: ["type": "email"]).status == 400)
        }
    }

    @Test func theAddressMustBeHttpsUnlessItIsLoopback() async throws {
        try await RunningSandbox.with { sandbox in
            let plain = try await watch(sandbox, "http://example.com/hook")
            #expect(plain.status == 400 && plain.reason == "push.webhookUrlNotHttps")
            #expect(
                plain["error", "message"] == "WebHook callback must be HTTPS: http://example.com/hook")
        }
        var strict = SandboxConfiguration()
        strict.google.allowsPlainLoopbackPush = false
        try await RunningSandbox.with(strict) { sandbox in
            let plain = try await watch(sandbox, "http://127.0.0.1:9/x")
            #expect(plain.reason == "push.webhookUrlNotHttps")
        }
    }

    @Test func aChannelLivesAWeekUnlessAskedOtherwiseAndNeverPastTheCap() async throws {
        var configuration = SandboxConfiguration()
        configuration.now = { .init(timeIntervalSince1970: 1_800_000_000) }
        try await RunningSandbox.with(configuration) { sandbox in
            let now = 1_800_000_000_000
            let cases: [(JSONObject, Int)] = [
                ([:], now + 604_800_000), (["params": ["ttl": "60"]], now + 60_000),
                (["params": ["ttl": "9999999"]], now + 2_592_000_000),
                (["expiration": .integer(now + 5000)], now + 5000),
                (["expiration": .string(String(now + 5000)), "params": ["ttl": "3"]], now + 3000),
            ]
            for (index, (more, expires)) in cases.enumerated() {
                let answer = try await watch(sandbox, "https://example.com/h", id: "c\(index)", more: more)
                #expect(answer["expiration"]?.string == String(expires))
            }
        }
    }

    @Test func anExpiredOrStoppedChannelIsSilent() async throws {
        try await TestReceiver.with { receiver in
            try await RunningSandbox.with { sandbox in
                _ = try await watch(sandbox, receiver.url, id: "short", more: ["params": ["ttl": "60"]])
                let stopped = try await watch(sandbox, receiver.url, id: "stopped")
                _ = try await watch(sandbox, receiver.url, id: "lives")
                _ = try await receiver.wait(for: 3)
                _ = try await stop(sandbox, stopped)
                _ = try await sandbox.control("POST", "clock", ["advanceSeconds": 61])
                _ = try await sandbox.insert(Sample.hour())
                let all = try await receiver.wait(for: 4)
                _ = try await sandbox.insert(Sample.hour())
                let more = try await receiver.wait(for: 5)
                #expect((all + more).suffix(2).allSatisfy { $0.header("X-Goog-Channel-ID") == "lives" })
                #expect(more.count == 5)
            }
        }
    }

    @Test func stoppingNeedsTheRightUserAndResourceAndCountsOnceByToggle() async throws {
        try await RunningSandbox.with { sandbox in
            let channel = try await watch(sandbox, "https://example.com/h")
            let wrong = try await sandbox.call("POST", "channels/stop", ["id": "channel-1", "resourceId": "other"])
            #expect(wrong.status == 404 && wrong.reason == "notFound")
            _ = try await sandbox.control("POST", "google/users", ["email": "guest@example.com"])
            let guest = try await sandbox.control("POST", "google/access-tokens", ["email": "guest@example.com"])
            let foreign = try await sandbox.call(
                "POST", "channels/stop", ["id": "channel-1", "resourceId": channel["resourceId"] ?? .null],
                token: guest["access_token"]?.string)
            #expect(foreign.status == 404)
            #expect(try await stop(sandbox, channel).status == 204)
            #expect(try await stop(sandbox, channel).status == 404)
            try await sandbox.toggle(["stopTwice": "succeeds"])
            #expect(try await stop(sandbox, channel).status == 204)
        }
    }

    @Test func holidayCalendarsCannotBeWatched() async throws {
        try await RunningSandbox.with { sandbox in
            let answer = try await watch(
                sandbox, "https://example.com/h", calendar: "en.usa#holiday@group.v.calendar.google.com")
            #expect(answer.status == 400 && answer.reason == "pushNotSupportedForRequestedResource")
        }
    }

    @Test func notificationsCanBeLostOrDoubled() async throws {
        try await TestReceiver.with { receiver in
            try await RunningSandbox.with { sandbox in
                _ = try await watch(sandbox, receiver.url)
                _ = try await receiver.wait(for: 1)
                try await sandbox.toggle(["pushDuplicateProbability": 1])
                _ = try await sandbox.insert(Sample.hour())
                let doubled = try await receiver.wait(for: 3)
                #expect(
                    doubled[1].header("X-Goog-Message-Number") == doubled[2].header("X-Goog-Message-Number"))
                try await sandbox.toggle(["pushDuplicateProbability": 0, "pushLossProbability": 1])
                _ = try await sandbox.insert(Sample.hour())
                let deadline = ContinuousClock.now + .seconds(10)
                var isLost = false
                while !isLost && ContinuousClock.now < deadline {
                    isLost = try await sandbox.control("GET", "deliveries").text.contains("lost")
                }
                #expect(isLost && receiver.received.count == 3)
            }
        }
    }
}
