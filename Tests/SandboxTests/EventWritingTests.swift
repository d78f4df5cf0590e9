import Testing

@testable import Sandbox

@Suite struct EventWritingTests {
    @Test func anInsertedEventComesBackWithServerFieldsAndWithoutDefaults() async throws {
        try await RunningSandbox.with { sandbox in
            let answer = try await sandbox.insert(
                Sample.hour(more: ["transparency": "opaque", "visibility": "default"]))
            #expect(answer.status == 200)
            #expect(answer["kind"] == "calendar#event")
            #expect(answer["id"]?.string?.count == 26)
            #expect(answer["iCalUID"]?.string == (answer["id"]?.string ?? "") + "@google.com")
            #expect(answer["transparency"] == nil && answer["visibility"] == nil)
            #expect(answer["eventType"] == "default")
            #expect(answer["status"] == "confirmed")
            #expect(answer["start", "dateTime"] == "2026-12-11T09:00:00-07:00")
            #expect(answer["start", "timeZone"] == "America/Denver")
            #expect(answer["reminders", "useDefault"] == true)
            #expect(answer["organizer", "self"] == true)
            let updated = try #require(answer["updated"]?.string)
            let milliseconds = try #require(RFC3339.instant(updated)) * 1000 + (Int(updated.suffix(4).prefix(3)) ?? 0)
            #expect(answer["etag"]?.string == "\"\(milliseconds * 2000)\"")
        }
    }

    @Test func timesArePrintedInTheZoneOfTheCalendarAndOfTheRequest() async throws {
        try await RunningSandbox.with { sandbox in
            let inserted = try await sandbox.insert(
                Sample.timed("2026-07-01T12:00:00Z", "2026-07-01T13:00:00Z", id: "moned"))
            #expect(inserted["start", "dateTime"] == "2026-07-01T06:00:00-06:00")
            let read = try await sandbox.call("GET", "calendars/primary/events/moned?timeZone=Asia/Kolkata")
            #expect(read["start", "dateTime"] == "2026-07-01T17:30:00+05:30")
        }
    }

    @Test(arguments: ["abcd", "ABCDE", "has_underscore", "wxyzw", String(repeating: "a", count: 1025)])
    func anIdOutsideBase32hexIsRefused(id: String) async throws {
        try await RunningSandbox.with { sandbox in
            let answer = try await sandbox.insert(Sample.hour(id: id))
            #expect(answer.status == 400)
            #expect(answer.reason == "invalid")
            #expect(answer["error", "message"] == "Invalid resource id value.")
        }
    }

    @Test func anIdIsTakenForGoodEvenByADeletedEvent() async throws {
        try await RunningSandbox.with { sandbox in
            #expect(try await sandbox.insert(Sample.hour(id: "taken1")).status == 200)
            let again = try await sandbox.insert(Sample.hour(id: "taken1"))
            #expect(again.status == 409 && again.reason == "duplicate")
            #expect(try await sandbox.call("DELETE", "calendars/primary/events/taken1").status == 204)
            #expect(try await sandbox.insert(Sample.hour(id: "taken1")).status == 409)
            _ = try await sandbox.control("POST", "google/calendars/host@example.com/purge")
            #expect(try await sandbox.call("GET", "calendars/primary/events/taken1").status == 404)
            #expect(try await sandbox.insert(Sample.hour(id: "taken1")).status == 409)
            try await sandbox.toggle(["purgedId": "reuse"])
            #expect(try await sandbox.insert(Sample.hour(id: "taken1")).status == 200)
        }
    }

    @Test func aDeletedEventIsReadAsCancelledAndDeletedOnlyOnce() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.hour(id: "gone1"))
            let deleted = try await sandbox.call("DELETE", "calendars/primary/events/gone1?sendUpdates=none")
            #expect(deleted.status == 204 && deleted.body.isEmpty)
            let read = try await sandbox.call("GET", "calendars/primary/events/gone1")
            #expect(read.status == 200 && read["status"] == "cancelled")
            let again = try await sandbox.call("DELETE", "calendars/primary/events/gone1")
            #expect(again.status == 410 && again.reason == "deleted")
            #expect(again["error", "message"] == "Resource has been deleted")
            let unknown = try await sandbox.call("DELETE", "calendars/primary/events/never1")
            #expect(unknown.status == 404 && unknown.reason == "notFound")
        }
    }

    @Test(arguments: [("revive", 200), ("forbidden", 403), ("gone", 410)])
    func aPutOnADeletedEventFollowsTheToggle(toggle: String, status: Int) async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.hour(id: "gone2"))
            _ = try await sandbox.call("DELETE", "calendars/primary/events/gone2")
            try await sandbox.toggle(["tombstoneWrite": .string(toggle)])
            let answer = try await sandbox.call(
                "PUT", "calendars/primary/events/gone2", Sample.hour(more: ["status": "confirmed"]))
            #expect(answer.status == status)
            let read = try await sandbox.call("GET", "calendars/primary/events/gone2")
            #expect(read["status"] == (status == 200 ? "confirmed" : "cancelled"))
        }
    }

    @Test func aPutDropsWhatItLeavesOutAndAPatchKeepsIt() async throws {
        try await RunningSandbox.with { sandbox in
            let properties: JSONValue = ["private": ["a": "1", "b": "2"]]
            _ = try await sandbox.insert(
                Sample.hour(id: "full01", more: ["location": "Here", "extendedProperties": properties]))
            let patched = try await sandbox.call(
                "PATCH", "calendars/primary/events/full01",
                ["summary": "Other", "extendedProperties": ["private": ["a": .null]]])
            #expect(patched["summary"] == "Other" && patched["location"] == "Here")
            #expect(patched["extendedProperties", "private"] == ["b": "2"])
            #expect(patched["sequence"] == 0)
            let put = try await sandbox.call("PUT", "calendars/primary/events/full01", Sample.hour())
            #expect(put["location"] == nil && put["extendedProperties"] == nil)
        }
    }

    @Test func aStaleEtagIsRefusedAndACurrentOneIsNotSentAgain() async throws {
        try await RunningSandbox.with { sandbox in
            let first = try #require(try await sandbox.insert(Sample.hour(id: "tagged"))["etag"]?.string)
            let path = "calendars/primary/events/tagged"
            let unchanged = try await sandbox.call("GET", path, headers: [("If-None-Match", first)])
            #expect(unchanged.status == 304 && unchanged.body.isEmpty)
            let second = try await sandbox.call("PUT", path, Sample.hour(), headers: [("If-Match", first)])
            #expect(second.status == 200 && second["etag"]?.string != first)
            let stale = try await sandbox.call("PUT", path, Sample.hour(), headers: [("If-Match", first)])
            #expect(stale.status == 412 && stale.reason == "conditionNotMet")
            #expect(try await sandbox.call("DELETE", path, headers: [("If-Match", first)]).status == 412)
        }
    }

    @Test func theSequenceGrowsWithTheTimesAndNeverFalls() async throws {
        try await RunningSandbox.with { sandbox in
            let path = "calendars/primary/events/counted"
            _ = try await sandbox.insert(Sample.hour(id: "counted", more: ["sequence": 3]))
            let low = try await sandbox.call("PUT", path, Sample.hour(more: ["sequence": 2]))
            #expect(low.status == 400 && low.reason == "invalid")
            #expect(low["error", "message"]?.string?.hasPrefix("Invalid sequence value.") == true)
            let moved = Sample.timed("2026-12-12T09:00:00Z", "2026-12-12T10:00:00Z")
            #expect(try await sandbox.call("PUT", path, moved)["sequence"] == 4)
            #expect(try await sandbox.call("PUT", path, moved)["sequence"] == 4)
        }
    }

    @Test(arguments: [
        (#"{"start":{"date":"2026-12-11"}}"#, "required"),
        (#"{"end":{"date":"2026-12-11"}}"#, "required"),
        (#"{"start":{"dateTime":"2026-12-11T09:00:00"},"end":{"dateTime":"2026-12-11T10:00:00Z"}}"#, "required"),
        (#"{"start":{"date":"2026-12-11"},"end":{"dateTime":"2026-12-11T10:00:00Z"}}"#, "invalid"),
        (#"{"start":{"dateTime":"2026-12-11T09:00:00Z"},"end":{"dateTime":"2026-12-11T08:00:00Z"}}"#, "timeRangeEmpty"),
        (#"{"start":{"date":"2026-12-11"},"end":{"date":"2026-12-11"}}"#, "timeRangeEmpty"),
        (#"{"start":{"date":"2026-02-30"},"end":{"date":"2026-03-02"}}"#, "invalid"),
        (
            #"{"start":{"dateTime":"2026-12-11T09:00:00","timeZone":"Mars/Base"},"end":{"date":"2026-12-12"}}"#,
            "invalid"
        ),
        (#"{"start":{"date":"2026-12-11"},"end":{"date":"2026-12-12"},"transparency":""}"#, "invalid"),
        (#"{"start":{"date":"2026-12-11"},"end":{"date":"2026-12-12"},"recurrence":["RRULE:FREQ=HOURLY"]}"#, "invalid"),
        (
            #"""
            {"start":{"dateTime":"2026-12-11T09:00:00Z"},"end":{"dateTime":"2026-12-11T10:00:00Z"},
             "recurrence":["RRULE:FREQ=DAILY"]}
            """#, "required"
        ),
        (#"{"start":"#, "parseError"),
    ])
    func aMalformedEventIsRefusedWithItsReason(body: String, reason: String) async throws {
        try await RunningSandbox.with { sandbox in
            let answer = try await sandbox.client.send(
                "POST", "/calendar/v3/calendars/primary/events",
                headers: [("Authorization", "Bearer \(sandbox.token)")], body: Array(body.utf8))
            #expect(answer.status == 400)
            #expect(answer.reason == reason, "\(answer.text)")
        }
    }

    @Test func longPropertiesAreDroppedOrCutInSilence() async throws {
        try await RunningSandbox.with { sandbox in
            let properties: JSONObject = [
                String(repeating: "k", count: 45): "dropped", String(repeating: "k", count: 44): "kept",
                "long": .string(String(repeating: "v", count: 1100)),
            ]
            let answer = try await sandbox.insert(
                Sample.hour(more: ["extendedProperties": ["private": .object(properties)]]))
            let kept = try #require(answer["extendedProperties", "private"]?.object)
            #expect(kept.count == 2)
            #expect(kept.string("long")?.count == 1024)
            let many = JSONObject((0..<301).map { ("k\($0)", "v") })
            let refused = try await sandbox.insert(
                Sample.hour(more: ["extendedProperties": ["shared": .object(many)]]))
            #expect(refused.status == 400)
        }
    }

    @Test func remindersKeepTheirLimits() async throws {
        try await RunningSandbox.with { sandbox in
            let popup: JSONValue = ["method": "popup", "minutes": 10]
            let cases: [(JSONValue, Int)] = [
                (["useDefault": false, "overrides": [popup]], 200),
                (["useDefault": true, "overrides": [popup]], 400),
                (["useDefault": false, "overrides": [popup, popup, popup, popup, popup, popup]], 400),
                (["useDefault": false, "overrides": [["method": "sms", "minutes": 10]]], 400),
                (["useDefault": false, "overrides": [["method": "email", "minutes": 40_321]]], 400),
            ]
            for (reminders, status) in cases {
                let answer = try await sandbox.insert(Sample.hour(more: ["reminders": reminders]))
                #expect(answer.status == status, "\(reminders)")
            }
        }
    }

    @Test func theCalendarsOwnGuestEntryIsMarkedSelf() async throws {
        try await RunningSandbox.with { sandbox in
            let answer = try await sandbox.insert(
                Sample.hour(more: [
                    "attendees": [
                        ["email": "ana@example.com"], ["email": "host@example.com", "responseStatus": "declined"],
                    ]
                ]))
            #expect(answer["attendees", "0", "responseStatus"] == "needsAction")
            #expect(answer["attendees", "1", "self"] == true)
            #expect(answer["attendees", "1", "organizer"] == true)
            let id = try #require(answer["id"]?.string)
            let short = try await sandbox.call("GET", "calendars/primary/events/\(id)?maxAttendees=1")
            #expect(short["attendees"]?.array?.count == 1 && short["attendeesOmitted"] == true)
            #expect(short["attendees", "0", "self"] == true)
        }
    }

    @Test func anEventKeepsItsType() async throws {
        try await RunningSandbox.with { sandbox in
            let inserted = try await sandbox.insert(Sample.hour(id: "gone3", more: ["eventType": "outOfOffice"]))
            #expect(inserted["eventType"] == "outOfOffice")
            let changed = try await sandbox.call(
                "PUT", "calendars/primary/events/gone3", Sample.hour(more: ["eventType": "default"]))
            #expect(changed.status == 400)
            let elsewhere = try await sandbox.insert(
                Sample.hour(more: ["eventType": "focusTime"]), calendar: "team@group.calendar.google.com")
            #expect(elsewhere.status == 400 && elsewhere.reason == "eventTypeRestriction")
        }
    }

    @Test func aReaderCannotWriteAndAStrangerSeesNothing() async throws {
        try await RunningSandbox.with { sandbox in
            let refused = try await sandbox.insert(
                Sample.hour(), calendar: "en.usa#holiday@group.v.calendar.google.com")
            #expect(refused.status == 403 && refused.reason == "requiredAccessLevel")
            let unknown = try await sandbox.insert(Sample.hour(), calendar: "nobody@example.com")
            #expect(unknown.status == 404 && unknown.reason == "notFound")
        }
    }

    @Test func importingTheSameUidReplacesTheCopy() async throws {
        try await RunningSandbox.with { sandbox in
            let path = "calendars/primary/events/import"
            let body: JSONObject = ["iCalUID": "x@elsewhere", "organizer": ["email": "boss@example.com"]]
            let first = try await sandbox.call("POST", path, Sample.hour(more: body))
            #expect(first.status == 200)
            #expect(first["organizer"] == ["email": "boss@example.com"])
            let second = try await sandbox.call("POST", path, Sample.hour(more: body))
            #expect(second["id"] == first["id"])
            #expect(try await sandbox.call("POST", path, Sample.hour()).reason == "required")
        }
    }

    @Test func aMovedEventLeavesACancelledStub() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.hour(id: "mover"))
            let moved = try await sandbox.call(
                "POST", "calendars/primary/events/mover/move?destination=team@group.calendar.google.com")
            #expect(moved.status == 200 && moved["id"] == "mover")
            #expect(try await sandbox.call("GET", "calendars/primary/events/mover")["status"] == "cancelled")
            let there = try await sandbox.call(
                "GET", "calendars/team%40group.calendar.google.com/events/mover")
            #expect(there["status"] == "confirmed")
        }
    }
}
