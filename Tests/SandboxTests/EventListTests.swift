import Testing

@testable import Sandbox

@Suite struct EventListTests {
    private func ids(_ items: [JSONObject]) -> [String] { items.compactMap { $0.string("id") } }

    @Test func onlyTheLastPageCarriesASyncToken() async throws {
        try await RunningSandbox.with { sandbox in
            for index in 0..<7 { _ = try await sandbox.insert(Sample.hour(id: "paged\(index)")) }
            let first = try await sandbox.call("GET", "calendars/primary/events?maxResults=3")
            #expect(first["items"]?.array?.count == 3)
            #expect(first["nextPageToken"] != nil && first["nextSyncToken"] == nil)
            let all = try await sandbox.list("maxResults=3")
            #expect(Set(ids(all.items)).count == 7 && all.items.count == 7)
            #expect(all.token != nil)
        }
    }

    @Test func theDefaultPageHolds250() async throws {
        try await RunningSandbox.with { sandbox in
            for index in 0..<251 { _ = try await sandbox.insert(Sample.hour(id: "dense\(index)")) }
            let page = try await sandbox.call("GET", "calendars/primary/events")
            #expect(page["items"]?.array?.count == 250)
            #expect(page["nextPageToken"] != nil)
        }
    }

    @Test func aDeltaHoldsEveryChangeOnceAndDeletionsAsStubs() async throws {
        try await RunningSandbox.with { sandbox in
            for index in 0..<4 { _ = try await sandbox.insert(Sample.hour(id: "delta\(index)")) }
            let token = try #require(try await sandbox.list("").token)
            #expect(try await sandbox.list("syncToken=\(PercentEncoding.encode(token))").items.isEmpty)
            _ = try await sandbox.call("PUT", "calendars/primary/events/delta1", Sample.hour())
            _ = try await sandbox.call("PUT", "calendars/primary/events/delta1", Sample.hour())
            _ = try await sandbox.call("DELETE", "calendars/primary/events/delta2")
            let delta = try await sandbox.list("syncToken=\(PercentEncoding.encode(token))&maxResults=1")
            #expect(ids(delta.items) == ["delta1", "delta2"])
            #expect(Set(delta.items[1].keys) == ["kind", "etag", "id", "status"])
            let next = try #require(delta.token)
            #expect(try await sandbox.list("syncToken=\(PercentEncoding.encode(next))").items.isEmpty)
            #expect(try await sandbox.list("syncToken=\(PercentEncoding.encode(token))").items.count == 2)
        }
    }

    @Test func whatChangesWhilePagingIsNotLost() async throws {
        try await RunningSandbox.with { sandbox in
            for index in 0..<6 { _ = try await sandbox.insert(Sample.hour(id: "middle\(index)")) }
            let first = try await sandbox.call("GET", "calendars/primary/events?maxResults=2")
            let page = try #require(first["nextPageToken"]?.string)
            _ = try await sandbox.call("PUT", "calendars/primary/events/middle5", Sample.hour())
            _ = try await sandbox.insert(Sample.hour(id: "middle6"))
            let rest = try await sandbox.list("maxResults=10&pageToken=\(PercentEncoding.encode(page))")
            let token = try #require(rest.token)
            let delta = try await sandbox.list("syncToken=\(PercentEncoding.encode(token))")
            let seen = Set((first["items"]?.array ?? []).compactMap { $0.object?.string("id") } + ids(rest.items))
            #expect(seen.union(ids(delta.items)) == Set((0...6).map { "middle\($0)" }))
            #expect(ids(delta.items).contains("middle5") && ids(delta.items).contains("middle6"))
        }
    }

    @Test(arguments: [
        "timeMin=2026-01-01T00:00:00Z", "timeMax=2026-01-01T00:00:00Z", "q=x", "iCalUID=x",
        "privateExtendedProperty=a%3Db", "sharedExtendedProperty=a%3Db", "updatedMin=2026-11-20T00:00:00Z",
        "showDeleted=false",
    ])
    func aSyncTokenExcludesRestrictions(parameter: String) async throws {
        try await RunningSandbox.with { sandbox in
            let token = PercentEncoding.encode(try #require(try await sandbox.list("").token))
            let answer = try await sandbox.call("GET", "calendars/primary/events?syncToken=\(token)&\(parameter)")
            #expect(answer.status == 400)
            #expect(answer.reason == "syncTokenWithRequestRestrictions")
            #expect(
                answer["error", "message"] == "Sync token cannot be used with other request restrictions.")
        }
    }

    @Test func anOrderedListHasNoSyncTokenAndExcludesOne() async throws {
        try await RunningSandbox.with { sandbox in
            #expect(try await sandbox.list("orderBy=updated").token == nil)
            let refused = try await sandbox.call("GET", "calendars/primary/events?orderBy=startTime")
            #expect(refused.status == 400)
            #expect(
                refused["error", "message"] == "The requested ordering is not available for the particular query.")
            let token = PercentEncoding.encode(try #require(try await sandbox.list("").token))
            let both = try await sandbox.call("GET", "calendars/primary/events?orderBy=updated&syncToken=\(token)")
            #expect(both.status == 400 && both.reason == "syncTokenWithNonDefaultOrdering")
            try await sandbox.toggle(["orderByMintsSyncToken": true])
            #expect(try await sandbox.list("orderBy=updated").token != nil)
        }
    }

    @Test func anInvalidatedTokenAsksForAFullSync() async throws {
        try await RunningSandbox.with { sandbox in
            let token = PercentEncoding.encode(try #require(try await sandbox.list("").token))
            _ = try await sandbox.control("POST", "google/tokens/invalidate", ["calendarId": "host@example.com"])
            let answer = try await sandbox.call("GET", "calendars/primary/events?syncToken=\(token)")
            #expect(answer.status == 410)
            #expect(answer.reason == "fullSyncRequired")
            #expect(answer["error", "errors", "0", "location"] == "syncToken")
            let fresh = PercentEncoding.encode(try #require(try await sandbox.list("").token))
            #expect(try await sandbox.call("GET", "calendars/primary/events?syncToken=\(fresh)").status == 200)
        }
    }

    @Test func aTokenOfAnotherCalendarIsNoToken() async throws {
        try await RunningSandbox.with { sandbox in
            let token = PercentEncoding.encode(try #require(try await sandbox.list("").token))
            let answer = try await sandbox.call(
                "GET", "calendars/team%40group.calendar.google.com/events?syncToken=\(token)")
            #expect(answer.status == 410)
        }
    }

    @Test func aMalformedTokenIs400OrByToggle410() async throws {
        try await RunningSandbox.with { sandbox in
            let bad = try await sandbox.call("GET", "calendars/primary/events?syncToken=nonsense")
            #expect(bad.status == 400 && bad["error", "message"] == "Invalid sync token value.")
            try await sandbox.toggle(["malformedSyncToken": "gone"])
            #expect(try await sandbox.call("GET", "calendars/primary/events?syncToken=nonsense").status == 410)
            #expect(try await sandbox.call("GET", "calendars/primary/events?pageToken=nonsense").status == 400)
        }
    }

    @Test func boundsAreExclusiveAndAllDayEventsUseTheCalendarsZone() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.hour(id: "bound"))
            _ = try await sandbox.insert([
                "id": "fulldag", "start": ["date": "2026-12-12"], "end": ["date": "2026-12-13"],
            ])
            let cases: [(String, [String])] = [
                ("timeMin=2026-12-11T17:00:00Z", ["fulldag"]),
                ("timeMin=2026-12-11T16:59:59Z", ["bound", "fulldag"]),
                ("timeMax=2026-12-11T16:00:00Z", []),
                ("timeMax=2026-12-11T16:00:01Z", ["bound"]),
                ("timeMin=2026-12-13T06:59:59Z", ["fulldag"]),
                ("timeMin=2026-12-13T07:00:00Z", []),
            ]
            for (query, expected) in cases {
                #expect(ids(try await sandbox.list(query).items) == expected, "\(query)")
            }
            let local = try await sandbox.call("GET", "calendars/primary/events?timeMin=2026-12-11T17:00:00")
            #expect(local.status == 400)
            let empty = try await sandbox.call(
                "GET", "calendars/primary/events?timeMin=2026-12-11T17:00:00Z&timeMax=2026-12-11T17:00:00Z")
            #expect(empty.reason == "timeRangeEmpty")
        }
    }

    @Test func propertiesFilterAndSeveralMustAllMatchUnlessToggled() async throws {
        try await RunningSandbox.with { sandbox in
            let both: JSONObject = ["extendedProperties": ["private": ["a": "1", "b": "2"]]]
            let one: JSONObject = ["extendedProperties": ["private": ["a": "1"]]]
            _ = try await sandbox.insert(Sample.hour(id: "both1", more: both))
            _ = try await sandbox.insert(Sample.hour(id: "alone", more: one))
            let query = "privateExtendedProperty=a%3D1&privateExtendedProperty=b%3D2"
            #expect(ids(try await sandbox.list(query).items) == ["both1"])
            try await sandbox.toggle(["propertyFilters": "any"])
            #expect(ids(try await sandbox.list(query).items) == ["both1", "alone"])
        }
    }

    @Test func deletedEventsAreListedWhenAskedFor() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.hour(id: "alive"))
            _ = try await sandbox.insert(Sample.hour(id: "dead1"))
            _ = try await sandbox.call("DELETE", "calendars/primary/events/dead1")
            #expect(ids(try await sandbox.list("").items) == ["alive"])
            let shown = try await sandbox.list("showDeleted=true").items
            #expect(ids(shown) == ["alive", "dead1"])
            #expect(shown[1]["summary"] == "Dentist")
        }
    }

    @Test func updatedMinHoldsDeletionsAndHasAHorizon() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.hour(id: "older"))
            _ = try await sandbox.control("POST", "clock", ["advanceSeconds": 1800])
            let now = try await sandbox.control("POST", "clock", ["advanceSeconds": 0])
            let since = try #require(now["now"]?.string)
            _ = try await sandbox.insert(Sample.hour(id: "recent"))
            _ = try await sandbox.call("DELETE", "calendars/primary/events/newer")
            #expect(ids(try await sandbox.list("updatedMin=\(since)").items) == ["recent"])
            _ = try await sandbox.control("POST", "clock", ["advanceSeconds": 2_600_000])
            let token = try await sandbox.mint(OAuthScope.prefix + "calendar")
            let old = try await sandbox.call("GET", "calendars/primary/events?updatedMin=\(since)", token: token)
            #expect(old.status == 410 && old.reason == "updatedMinTooLongAgo")
        }
    }

    @Test func shortPagesStillEndInTheWholeList() async throws {
        try await RunningSandbox.with { sandbox in
            for index in 0..<5 { _ = try await sandbox.insert(Sample.hour(id: "short\(index)")) }
            try await sandbox.toggle(["shortPages": true])
            let first = try await sandbox.call("GET", "calendars/primary/events?maxResults=4")
            #expect(first["items"]?.array?.isEmpty == true && first["nextPageToken"] != nil)
            let all = try await sandbox.list("maxResults=4")
            #expect(all.items.count == 5 && all.token != nil)
        }
    }

    @Test func aStaleFullListLosesARecentWriteThatItsTokenIsPast() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.hour(id: "stale"))
            try await sandbox.toggle(["staleFullListMilliseconds": 60_000])
            let list = try await sandbox.list("")
            #expect(list.items.isEmpty)
            let token = PercentEncoding.encode(try #require(list.token))
            #expect(try await sandbox.list("syncToken=\(token)").items.isEmpty)
        }
    }

    @Test func theFieldsMaskKeepsOnlyWhatItNames() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.hour(id: "masked", more: ["description": "secret"]))
            let answer = try await sandbox.call(
                "GET", "calendars/primary/events?fields=nextPageToken,items(id,start/dateTime)")
            #expect(answer.json == ["items": [["id": "masked", "start": ["dateTime": "2026-12-11T09:00:00-07:00"]]]])
            for broken in ["items(id", "itms/id", "items/sumary"] {
                let answer = try await sandbox.call("GET", "calendars/primary/events?fields=\(broken)")
                #expect(answer.status == 400 && answer.reason == "invalidParameter")
            }
            let property = try await sandbox.call(
                "GET", "calendars/primary/events?fields=items/extendedProperties/private/anything")
            #expect(property.status == 200)
        }
    }

    @Test func thoseWhoMayOnlySeeBusyTimesSeeNothingElse() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.hour(id: "hidden", more: ["location": "Here"]))
            let token = try await sandbox.mint(OAuthScope.prefix + "calendar.events.freebusy")
            let answer = try await sandbox.call("GET", "calendars/primary/events", token: token)
            let item = try #require(answer["items", "0"]?.object)
            #expect(item["summary"] == nil && item["location"] == nil && item["start"] != nil)
            _ = try await sandbox.control(
                "POST", "google/users",
                [
                    "email": "guest@example.com",
                    "calendars": [["id": "host@example.com", "accessRole": "reader"]],
                ])
            let guest = try await sandbox.control(
                "POST", "google/access-tokens", ["email": "guest@example.com"])
            _ = try await sandbox.insert(Sample.hour(id: "private1", more: ["visibility": "private"]))
            let read = try await sandbox.call(
                "GET", "calendars/host%40example.com/events/private1", token: guest["access_token"]?.string)
            #expect(read["visibility"] == "private" && read["summary"] == nil)
        }
    }

    @Test func losingAccessEndsTheTokenAndThenTheCalendar() async throws {
        try await RunningSandbox.with { sandbox in
            let team = "team%40group.calendar.google.com"
            let token = PercentEncoding.encode(
                try #require(try await sandbox.list("", calendar: "team@group.calendar.google.com").token))
            let path = "google/users/host@example.com/calendars/\(team)"
            _ = try await sandbox.control("PUT", path, ["accessRole": "reader"])
            let changed = try await sandbox.call("GET", "calendars/\(team)/events?syncToken=\(token)")
            #expect(changed.status == 410 && changed.reason == "fullSyncRequired")
            _ = try await sandbox.control("DELETE", path)
            #expect(try await sandbox.call("GET", "calendars/\(team)/events").status == 404)
        }
    }
}
