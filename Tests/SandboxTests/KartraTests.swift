import Foundation
import Testing

@testable import Sandbox

@Suite struct KartraTests {
    private let path = "calendars/77/classes/310/busy-blocks"

    private func block(_ start: String, _ end: String, more: JSONObject = [:]) -> JSONValue {
        var body: JSONObject = [
            "startsAt": .string(start), "endsAt": .string(end), "allDay": false, "timeZone": "America/Denver",
            "origin": "google",
        ]
        for (key, value) in more.members { body[key] = value }
        return .object(body)
    }

    private func booking(_ startsAt: String, more: JSONObject = [:]) -> JSONValue {
        var body: JSONObject = [
            "calendarId": "77", "classId": "310",
            "lead": ["firstName": "Ana", "lastName": "Lopez", "email": "ana@example.com", "phone": "5550100"],
            "sessions": [["startsAt": .string(startsAt), "durationMinutes": 45]], "timeZone": "America/Denver",
        ]
        for (key, value) in more.members { body[key] = value }
        return .object(body)
    }

    @Test func aBlockIsPutReadReplacedAndDeletedTwice() async throws {
        try await RunningSandbox.with { sandbox in
            let put = try await sandbox.kartra(
                "PUT", "\(path)/b1", block("2026-12-11T09:00:00-07:00", "2026-12-11T10:00:00-07:00"))
            #expect(put.status == 200 && put["blockId"] == "b1" && put["startsAt"] == "2026-12-11T09:00:00-07:00")
            _ = try await sandbox.kartra(
                "PUT", "\(path)/b1", block("2026-12-11T11:00:00-07:00", "2026-12-11T12:00:00-07:00"))
            let list = try await sandbox.kartra("GET", path)
            #expect(list["items"]?.array?.count == 1 && list["nextPageToken"] == .null)
            #expect(list["items", "0", "startsAt"] == "2026-12-11T11:00:00-07:00")
            #expect(try await sandbox.kartra("DELETE", "\(path)/b1").status == 204)
            #expect(try await sandbox.kartra("DELETE", "\(path)/b1").status == 204)
        }
    }

    @Test func badBlocksAreRefusedWithTheirField() async throws {
        try await RunningSandbox.with { sandbox in
            let good = ("2026-12-11T09:00:00-07:00", "2026-12-11T10:00:00-07:00")
            let cases: [(JSONValue, Int, String)] = [
                (block("2026-12-11T09:00:00", good.1), 400, "startsAt"), (block(good.1, good.0), 422, "endsAt"),
                (block(good.0, good.1, more: ["timeZone": "Mars/Base"]), 422, "timeZone"),
                (block(good.0, good.1, more: ["allDay": "no"]), 400, "allDay"),
                (block(good.0, good.1, more: ["allDay": true]), 422, "startsAt"),
                (block(good.0, good.1, more: ["origin": .null]), 400, "origin"),
            ]
            for (body, status, field) in cases {
                let answer = try await sandbox.kartra("PUT", "\(path)/b1", body)
                #expect(answer.status == status && answer["error", "field"]?.string == field, "\(answer.text)")
            }
            #expect(try await sandbox.kartra("GET", "calendars/77/classes/999/busy-blocks").status == 404)
            let wholeDay = block(
                "2026-12-11T00:00:00-07:00", "2026-12-12T00:00:00-07:00", more: ["allDay": true])
            #expect(try await sandbox.kartra("PUT", "\(path)/b1", wholeDay).status == 200)
            let anonymous = try await sandbox.client.send("GET", "/kartra/v1/\(path)")
            #expect(anonymous.status == 401)
        }
    }

    @Test func aBatchAnswersForEachItemAndListsArePagedAndRanged() async throws {
        try await RunningSandbox.with { sandbox in
            func upsert(_ index: Int) -> JSONValue {
                let start = RFC3339.text(1_800_000_000 + index * 3600, offset: 0)
                let end = RFC3339.text(1_800_000_000 + index * 3600 + 1800, offset: 0)
                return block(start, end, more: ["op": "upsert", "blockId": .string("b\(index)")])
            }
            let first = try await sandbox.kartra(
                "POST", path + ":batch", ["items": .array((0..<500).map(upsert))])
            #expect(first.status == 200 && first["items"]?.array?.count == 500)
            let mixed = try await sandbox.kartra(
                "POST", path + ":batch",
                ["items": [upsert(500), ["op": "delete", "blockId": "b0"], ["op": "upsert", "blockId": "bad"]]])
            #expect(mixed["items", "0"] == ["blockId": "b500", "status": 200, "error": .null])
            #expect(mixed["items", "2", "status"] == 400 && mixed["items", "2", "error", "field"] == "startsAt")
            let many = try await sandbox.kartra(
                "POST", path + ":batch", ["items": .array((0..<501).map(upsert))])
            #expect(many.status == 400)
            _ = try await sandbox.kartra("POST", path + ":batch", ["items": [upsert(0)]])
            let page = try await sandbox.kartra("GET", path)
            let next = PercentEncoding.encode(try #require(page["nextPageToken"]?.string))
            let rest = try await sandbox.kartra("GET", "\(path)?pageToken=\(next)")
            #expect(page["items"]?.array?.count == 500 && rest["items", "0", "blockId"] == "b500")
            let from = RFC3339.text(1_800_000_000 + 1800, offset: 0)
            let to = RFC3339.text(1_800_000_000 + 7200, offset: 0)
            let ranged = try await sandbox.kartra("GET", "\(path)?from=\(from)&to=\(to)")
            #expect((ranged["items"]?.array ?? []).map { $0.object?.string("blockId") } == ["b1"])
        }
    }

    @Test func theTwentyFirstCallOfASecondWaits() async throws {
        var configuration = SandboxConfiguration()
        configuration.now = { .init(timeIntervalSince1970: 1_800_000_000) }
        try await RunningSandbox.with(configuration) { sandbox in
            for _ in 0..<20 { #expect(try await sandbox.kartra("GET", path).status == 200) }
            let refused = try await sandbox.kartra("GET", path)
            #expect(refused.status == 429 && refused.header("Retry-After") == "1")
            _ = try await sandbox.control("POST", "clock", ["advanceSeconds": 1])
            #expect(try await sandbox.kartra("GET", path).status == 200)
        }
    }

    @Test func calendarsAreListedWithTheirClasses() async throws {
        try await RunningSandbox.with { sandbox in
            let answer = try await sandbox.kartra("GET", "accounts/42/calendars")
            #expect(answer["calendars", "0", "id"] == "77")
            #expect(answer["calendars", "0", "classes", "0"]?.object?.string("name") == "Strategy call")
            #expect(try await sandbox.kartra("GET", "accounts/1/calendars").status == 404)
        }
    }

    @Test func aBookingPostsTheDocumentedPing() async throws {
        try await TestReceiver.with { receiver in
            try await RunningSandbox.with { sandbox in
                let account = "kartra/accounts/42"
                _ = try await sandbox.control("POST", "\(account)/outbound", ["url": .string(receiver.url)])
                let booked = try await sandbox.control("POST", "\(account)/bookings", booking("2026-12-11T09:00"))
                #expect(booked["subscriptionId"] == "9001" && booked["pings", "0", "outcome"] == "200")
                let ping = try JSONParser.parse(try await receiver.wait(for: 1)[0].body)
                #expect(ping.object?["action"] == "calendar_subscribe")
                #expect(ping.object?["lead"]?.object?["email"] == "ana@example.com")
                #expect(
                    ping.object?["action_details"]?.object?["calendar"] == [
                        "calendar_id": 77, "calendar_name": "Coaching", "class_id": 310,
                        "class_name": "Strategy call",
                        "hosts": [
                            [
                                "host_first_name": "Sam", "host_last_name": "Reed",
                                "host_email_address": "sam@example.com",
                            ]
                        ], "vendor_timezone": "America/Denver", "calendar_subscription_id": 9001,
                        "events": [["event_date": "2026-12-11 09:00", "event_duration": 45]],
                    ])

                _ = try await sandbox.control("POST", "kartra/toggles", ["numbersAsStrings": true])
                _ = try await sandbox.control(
                    "POST", "\(account)/bookings/9001/reschedule",
                    ["sessions": [["startsAt": "2026-12-12T10:30", "durationMinutes": 45]]])
                let moved = try JSONParser.parse(try await receiver.wait(for: 2)[1].body)
                let details = try #require(moved.object?["action_details"]?.object?["calendar"]?.object)
                #expect(moved.object?["action"] == "calendar_subscribe")
                #expect(details["calendar_subscription_id"] == "9001")
                #expect(details["events"] == [["event_date": "2026-12-12 10:30", "event_duration": "45"]])

                _ = try await sandbox.control("POST", "\(account)/bookings/9001/cancel")
                let cancelled = try JSONParser.parse(try await receiver.wait(for: 3)[2].body)
                #expect(cancelled.object?["action"] == "calendar_cancel")
                #expect(
                    cancelled.object?["action_details"]?.object?["calendar"]?.object?["calendar_subscription_status"]
                        == "Cancelled")
                let again = try await sandbox.control("POST", "\(account)/bookings/9001/complete")
                #expect(again.status == 409)
            }
        }
    }

    @Test func aBlockedSlotCannotBeBooked() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.kartra(
                "PUT", "\(path)/b1", block("2026-12-11T16:30:00Z", "2026-12-11T17:00:00Z"))
            let account = "kartra/accounts/42"
            let refused = try await sandbox.control("POST", "\(account)/bookings", booking("2026-12-11T09:00"))
            #expect(refused.status == 409 && refused["error", "code"] == "slot_blocked")
            let other = try await sandbox.control(
                "POST", "\(account)/bookings", booking("2026-12-11T09:00", more: ["classId": "311"]))
            #expect(other.status == 200)
            let earlier = try await sandbox.control("POST", "\(account)/bookings", booking("2026-12-11T08:45"))
            #expect(earlier.status == 200)
            let moved = try await sandbox.control(
                "POST", "\(account)/bookings/9002/reschedule",
                ["sessions": [["startsAt": "2026-12-11T09:00", "durationMinutes": 45]]])
            #expect(moved.status == 409)
        }
    }

    @Test func aFailedPingIsRecordedAndOnlySentAgainByToggle() async throws {
        try await TestReceiver.with { receiver in
            try await RunningSandbox.with { sandbox in
                let account = "kartra/accounts/42"
                _ = try await sandbox.control("POST", "\(account)/outbound", ["url": .string(receiver.url)])
                receiver.answer(with: [503])
                let once = try await sandbox.control("POST", "\(account)/bookings", booking("2026-12-11T09:00"))
                #expect(once["pings", "0"] == ["url": .string(receiver.url), "attempts": 1, "outcome": "503"])
                #expect(try await sandbox.control("GET", "deliveries").text.contains("503"))
                _ = try await sandbox.control(
                    "POST", "kartra/toggles", ["pingRetries": 3, "pingRetryMilliseconds": 5])
                receiver.answer(with: [503, 500])
                let again = try await sandbox.control("POST", "\(account)/bookings", booking("2026-12-12T09:00"))
                #expect(again["pings", "0", "attempts"] == 3 && again["pings", "0", "outcome"] == "200")
            }
        }
    }
}
