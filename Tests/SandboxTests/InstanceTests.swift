import Testing

@testable import Sandbox

@Suite struct InstanceTests {
    private let first = "series_20261026T150000Z"
    private let afterChange = "series_20261102T160000Z"

    private func ids(_ items: [JSONObject]) -> [String] { items.compactMap { $0.string("id") } }

    private func instances(_ sandbox: RunningSandbox, _ query: String = "") async throws -> [JSONObject] {
        let answer = try await sandbox.call("GET", "calendars/primary/events/series/instances?\(query)")
        return (answer["items"]?.array ?? []).compactMap(\.object)
    }

    @Test func instancesAreNamedAfterTheirStartInUTC() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.series("RRULE:FREQ=WEEKLY;COUNT=2", id: "series"))
            let found = try await instances(sandbox)
            #expect(ids(found) == [first, afterChange])
            #expect(found[1]["start"]?.object?["dateTime"] == "2026-11-02T09:00:00-07:00")
            #expect(found[1]["recurringEventId"] == "series" && found[1]["recurrence"] == nil)
            #expect(found[1]["originalStartTime"]?.object?["dateTime"] == "2026-11-02T09:00:00-07:00")
            let virtual = try await sandbox.call("GET", "calendars/primary/events/\(first)")
            #expect(virtual.status == 200)
            let none = try await sandbox.call("GET", "calendars/primary/events/series_20261027T150000Z")
            #expect(none.status == 404)
        }
    }

    @Test func allDayInstancesAreNamedAfterTheirDay() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert([
                "id": "series", "start": ["date": "2026-12-01"], "end": ["date": "2026-12-02"],
                "recurrence": ["RRULE:FREQ=DAILY;COUNT=2"],
            ])
            #expect(ids(try await instances(sandbox)) == ["series_20261201", "series_20261202"])
        }
    }

    @Test func movedAndCancelledInstancesBecomeExceptions() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.series("RRULE:FREQ=WEEKLY;COUNT=3", id: "series"))
            let token = PercentEncoding.encode(try #require(try await sandbox.list("").token))
            let moved = try await sandbox.call(
                "PUT", "calendars/primary/events/\(first)",
                Sample.timed("2026-10-27T09:00:00-06:00", "2026-10-27T10:00:00-06:00"))
            #expect(moved.status == 200 && moved["recurringEventId"] == "series")
            #expect(moved["originalStartTime", "dateTime"] == "2026-10-26T09:00:00-06:00")
            #expect(try await sandbox.call("DELETE", "calendars/primary/events/\(afterChange)").status == 204)
            #expect(try await sandbox.call("DELETE", "calendars/primary/events/\(afterChange)").status == 410)

            let listed = try await sandbox.list("").items
            #expect(ids(listed) == ["series", first, afterChange])
            #expect(
                Set(listed[2].keys) == ["kind", "etag", "id", "status", "recurringEventId", "originalStartTime"])
            #expect(ids(try await sandbox.list("syncToken=\(token)").items) == [first, afterChange])
            let expanded = try await sandbox.list("singleEvents=true&orderBy=startTime").items
            #expect(ids(expanded) == [first, "series_20261109T160000Z"])
            #expect(ids(try await instances(sandbox)) == [first, "series_20261109T160000Z"])
            #expect(try await instances(sandbox, "showDeleted=true").count == 3)
            #expect(try await instances(sandbox, "originalStart=2026-10-26T15:00:00Z").isEmpty)
            #expect(try await instances(sandbox, "originalStart=2026-11-09T16:00:00Z").count == 1)
        }
    }

    @Test func deletingASeriesTakesItsExceptionsAlong() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.series("RRULE:FREQ=WEEKLY;COUNT=3", id: "series"))
            _ = try await sandbox.call("PATCH", "calendars/primary/events/\(first)", ["summary": "Moved"])
            let token = PercentEncoding.encode(try #require(try await sandbox.list("").token))
            let expanded = PercentEncoding.encode(try #require(try await sandbox.list("singleEvents=true").token))
            _ = try await sandbox.call("DELETE", "calendars/primary/events/series")
            #expect(ids(try await sandbox.list("syncToken=\(token)").items) == ["series"])
            #expect(try await sandbox.call("DELETE", "calendars/primary/events/\(first)").status == 410)
            let gone = try await sandbox.list("singleEvents=true&syncToken=\(expanded)").items
            #expect(gone.count == 3 && gone.allSatisfy { $0["status"] == "cancelled" })
        }
    }

    @Test func theToggleListsTheExceptionsOfADeletedSeries() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.series("RRULE:FREQ=WEEKLY;COUNT=3", id: "series"))
            _ = try await sandbox.call("PATCH", "calendars/primary/events/\(first)", ["summary": "Moved"])
            let token = PercentEncoding.encode(try #require(try await sandbox.list("").token))
            try await sandbox.toggle(["masterDeletionListsExceptions": true])
            _ = try await sandbox.call("DELETE", "calendars/primary/events/series")
            #expect(Set(ids(try await sandbox.list("syncToken=\(token)").items)) == ["series", first])
        }
    }

    @Test func aDeltaOfInstancesNamesThoseAChangedRuleNoLongerHas() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.series("RRULE:FREQ=WEEKLY;COUNT=3", id: "series"))
            let token = PercentEncoding.encode(try #require(try await sandbox.list("singleEvents=true").token))
            _ = try await sandbox.call(
                "PUT", "calendars/primary/events/series", Sample.series("RRULE:FREQ=WEEKLY;COUNT=2"))
            let delta = try await sandbox.list("singleEvents=true&syncToken=\(token)").items
            let cancelled = delta.filter { $0["status"] == "cancelled" }
            #expect(ids(cancelled) == ["series_20261109T160000Z"])
            #expect(delta.count == 3)
        }
    }

    @Test func anExceptionGoesWhenItsSeriesNoLongerHasItsStart() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.series("RRULE:FREQ=WEEKLY;COUNT=3", id: "series"))
            _ = try await sandbox.call("PATCH", "calendars/primary/events/\(afterChange)", ["summary": "Moved"])
            _ = try await sandbox.call(
                "PATCH", "calendars/primary/events/series", ["recurrence": ["RRULE:FREQ=WEEKLY;COUNT=1"]])
            #expect(try await sandbox.call("GET", "calendars/primary/events/\(afterChange)")["status"] == "cancelled")
            #expect(ids(try await instances(sandbox)) == [first])
        }
    }

    @Test func anOpenSeriesIsExpandedOnlySoFarAndPaged() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.series("RRULE:FREQ=DAILY", id: "series"))
            let open = try await sandbox.list("singleEvents=true&maxResults=100").items
            #expect(open.count == 730)
            #expect(Set(ids(open)).count == 730)
            let bounded = try await sandbox.list(
                "singleEvents=true&orderBy=startTime&maxResults=2&timeMin=2026-10-28T15:30:00Z&timeMax=2026-11-02T16:00:00Z"
            )
            #expect(
                ids(bounded.items) == [
                    "series_20261029T150000Z", "series_20261030T150000Z", "series_20261031T150000Z",
                    "series_20261101T160000Z",
                ])
            let page = try await sandbox.call("GET", "calendars/primary/events/series/instances?maxResults=500")
            let next = try #require(page["nextPageToken"]?.string)
            let rest = try await instances(sandbox, "maxResults=500&pageToken=\(PercentEncoding.encode(next))")
            #expect(page["items"]?.array?.count == 500 && rest.count == 230)
        }
    }

    @Test func anOldOpenSeriesIsListedFromTimeMinOn() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.series("RRULE:FREQ=DAILY", id: "series"))
            let query = "timeMin=2036-10-26T15:00:00Z"
            #expect(ids(try await sandbox.list(query).items) == ["series"])
            let expanded = try await sandbox.list("singleEvents=true&\(query)").items
            #expect(expanded.count == 730)
            #expect(expanded.first?.string("id") == "series_20361026T150000Z")
        }
    }

    @Test func anExceptionInheritsTheSeriesProperties() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(
                Sample.series(
                    "RRULE:FREQ=WEEKLY;COUNT=2", id: "series",
                    more: ["extendedProperties": ["private": ["mark": "1"]]]))
            let patched = try await sandbox.call(
                "PATCH", "calendars/primary/events/\(first)", ["summary": "Other"])
            #expect(patched["extendedProperties", "private", "mark"] == "1")
        }
    }
}
