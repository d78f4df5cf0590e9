import Testing

@testable import Sandbox

/// What an account sees that is not the owner, and what becomes of it when its access changes.
@Suite struct CalendarAccessTests {
    private static let host = RunningSandbox.host
    private static let guest = "guest@example.com"
    private static let events = "calendars/host%40example.com/events"
    private static let about = [
        "summary", "description", "location", "attendees", "organizer", "creator", "htmlLink", "extendedProperties",
        "reminders", "sequence", "created",
    ]

    /// Shares the host's calendar with a guest.
    /// - Returns: the guest's access token.
    private func share(_ sandbox: RunningSandbox, role: String) async throws -> String {
        let calendar: JSONValue = ["id": .string(Self.host), "accessRole": .string(role)]
        _ = try await sandbox.control(
            "POST", "google/users", ["email": .string(Self.guest), "calendars": [calendar]])
        let minted = try await sandbox.control("POST", "google/access-tokens", ["email": .string(Self.guest)])
        return try #require(minted["access_token"]?.string)
    }

    private func setRole(_ sandbox: RunningSandbox, _ role: String?) async throws {
        let path = "google/users/\(Self.guest)/calendars/\(Self.host)"
        let body: JSONValue? = role.map { ["accessRole": .string($0)] }
        let answer = try await sandbox.control(body == nil ? "DELETE" : "PUT", path, body)
        #expect(answer.status == 200)
    }

    private func items(_ answer: HTTPAnswer) -> [JSONObject] { (answer["items"]?.array ?? []).compactMap(\.object) }

    private func ids(_ answer: HTTPAnswer) -> [String] { items(answer).compactMap { $0.string("id") } }

    private func plantSeries(_ sandbox: RunningSandbox) async throws {
        _ = try await sandbox.insert(
            Sample.series(
                "RRULE:FREQ=DAILY;COUNT=4", id: "series",
                more: [
                    "description": "Teeth", "location": "Main Street",
                    "attendees": [["email": "ana@example.com", "displayName": "Ana"]],
                    "extendedProperties": ["private": ["a": "b"]],
                ]))
        _ = try await sandbox.call(
            "PUT", Self.events + "/series_20261027T150000Z",
            Sample.timed("2026-10-27T20:00:00Z", "2026-10-27T21:00:00Z"))
        _ = try await sandbox.call("DELETE", Self.events + "/series_20261028T150000Z")
    }

    // MARK: Free/busy only

    @Test func aFreeBusyReaderIsListedInstancesOnlyAndNothingOfWhatTheyAreAbout() async throws {
        try await RunningSandbox.with { sandbox in
            let guest = try await share(sandbox, role: "freeBusyReader")
            try await plantSeries(sandbox)
            _ = try await sandbox.insert(Sample.hour(id: "single", more: ["visibility": "private"]))
            let owner = try await sandbox.call("GET", Self.events)
            #expect(ids(owner).contains("series"))
            for query in ["", "?singleEvents=false", "?singleEvents=true"] {
                let list = try await sandbox.call("GET", Self.events + query, token: guest)
                #expect(list.status == 200 && list["accessRole"] == "freeBusyReader")
                #expect(
                    Set(ids(list)) == [
                        "series_20261026T150000Z", "series_20261027T150000Z", "series_20261029T150000Z", "single",
                    ])
                for item in items(list) {
                    #expect(item["start"] != nil && item["end"] != nil)
                    #expect(item["recurrence"] == nil)
                    #expect(Self.about.allSatisfy { item[$0] == nil }, "\(item)")
                    let isOfSeries = item.string("id")?.hasPrefix("series_") ?? false
                    #expect((item["recurringEventId"] == "series") == isOfSeries)
                    #expect((item["originalStartTime"] != nil) == isOfSeries)
                }
                #expect(!list.text.contains("Dentist") && !list.text.contains("Standup"))
            }
            let moved = items(try await sandbox.call("GET", Self.events, token: guest)).first {
                $0["id"] == "series_20261027T150000Z"
            }
            #expect(moved?["start"]?.object?["dateTime"] == "2026-10-27T14:00:00-06:00")
            #expect(moved?["originalStartTime"]?.object?["dateTime"] == "2026-10-27T09:00:00-06:00")
        }
    }

    @Test func itsChangesAreChangesOfInstances() async throws {
        try await RunningSandbox.with { sandbox in
            let guest = try await share(sandbox, role: "freeBusyReader")
            try await plantSeries(sandbox)
            let first = try await sandbox.call("GET", Self.events, token: guest)
            let token = PercentEncoding.encode(try #require(first["nextSyncToken"]?.string))
            let none = try await sandbox.call("GET", Self.events + "?syncToken=\(token)", token: guest)
            #expect(none.status == 200 && items(none).isEmpty)

            _ = try await sandbox.call("PUT", Self.events + "/series", Sample.series("RRULE:FREQ=DAILY;COUNT=2"))
            let shortened = try await sandbox.call("GET", Self.events + "?syncToken=\(token)", token: guest)
            #expect(!ids(shortened).contains("series"))
            let gone = items(shortened).filter { $0["status"] == "cancelled" }
            #expect(
                Set(gone.compactMap { $0.string("id") })
                    == ["series_20261028T150000Z", "series_20261029T150000Z"])
            #expect(items(shortened).allSatisfy { $0["recurringEventId"] == "series" && $0["summary"] == nil })

            let next = PercentEncoding.encode(try #require(shortened["nextSyncToken"]?.string))
            _ = try await sandbox.call("DELETE", Self.events + "/series")
            let deleted = try await sandbox.call("GET", Self.events + "?syncToken=\(next)", token: guest)
            #expect(Set(ids(deleted)).isSuperset(of: ["series_20261026T150000Z", "series_20261027T150000Z"]))
            #expect(!ids(deleted).contains("series"))
            #expect(items(deleted).allSatisfy { $0["status"] == "cancelled" && $0["recurringEventId"] == "series" })
        }
    }

    @Test func itsInstancesAreTimesOnlyAndItMayNotWrite() async throws {
        try await RunningSandbox.with { sandbox in
            let guest = try await share(sandbox, role: "freeBusyReader")
            try await plantSeries(sandbox)
            let found = try await sandbox.call("GET", Self.events + "/series/instances", token: guest)
            #expect(found.status == 200 && items(found).count == 3)
            for item in items(found) {
                #expect(item["recurringEventId"] == "series" && item["start"] != nil)
                #expect(Self.about.allSatisfy { item[$0] == nil })
            }
            let refused = try await sandbox.call("POST", Self.events, Sample.hour(), token: guest)
            #expect(refused.status == 403 && refused.reason == "requiredAccessLevel")
        }
    }

    @Test func whatIsPublicIsShownToAFreeBusyReaderToo() async throws {
        try await RunningSandbox.with { sandbox in
            let guest = try await share(sandbox, role: "freeBusyReader")
            _ = try await sandbox.insert(Sample.hour(more: ["visibility": "public"]))
            let list = try await sandbox.call("GET", Self.events, token: guest)
            #expect(items(list).map { $0["summary"] } == ["Dentist"])
        }
    }

    // MARK: Changes of access

    @Test func anotherRoleEndsTheSyncTokensOfThatAccountAlone() async throws {
        try await RunningSandbox.with { sandbox in
            let guest = try await share(sandbox, role: "freeBusyReader")
            try await plantSeries(sandbox)
            let seen = try await sandbox.call("GET", Self.events, token: guest)
            let token = PercentEncoding.encode(try #require(seen["nextSyncToken"]?.string))
            let own = PercentEncoding.encode(try #require(try await sandbox.list("").token))
            try await setRole(sandbox, "reader")
            let refused = try await sandbox.call("GET", Self.events + "?syncToken=\(token)", token: guest)
            #expect(refused.status == 410 && refused.reason == "fullSyncRequired")
            #expect(try await sandbox.call("GET", Self.events + "?syncToken=\(own)").status == 200)
            let anew = try await sandbox.call("GET", Self.events, token: guest)
            #expect(ids(anew).contains("series") && anew["accessRole"] == "reader")
            let fresh = PercentEncoding.encode(try #require(anew["nextSyncToken"]?.string))
            #expect(try await sandbox.call("GET", Self.events + "?syncToken=\(fresh)", token: guest).status == 200)
        }
    }

    private func watch(_ sandbox: RunningSandbox, _ id: String, _ url: String, token: String) async throws -> HTTPAnswer
    {
        try await sandbox.call(
            "POST", Self.events + "/watch", ["id": .string(id), "type": "web_hook", "address": .string(url)],
            token: token)
    }

    /// That the calendar does not exist for the bearer of the token, whatever is asked.
    private func expectNothing(_ sandbox: RunningSandbox, token: String, syncToken: String) async throws {
        for query in ["", "?syncToken=\(syncToken)"] {
            let list = try await sandbox.call("GET", Self.events + query, token: token)
            #expect(list.status == 404 && list.reason == "notFound")
        }
        #expect(try await sandbox.call("GET", Self.events + "/single", token: token).status == 404)
        #expect(try await watch(sandbox, "late", "https://example.com/h", token: token).status == 404)
        let busy = try await sandbox.call(
            "POST", "freeBusy",
            [
                "timeMin": "2026-12-11T00:00:00Z", "timeMax": "2026-12-12T00:00:00Z",
                "items": [["id": .string(Self.host)]],
            ], token: token)
        #expect(busy["calendars", Self.host, "errors", "0", "reason"] == "notFound")
    }

    @Test func anAccountThatIsTakenTheCalendarFindsNothingAndHearsNothing() async throws {
        try await TestReceiver.with { receiver in
            try await RunningSandbox.with { sandbox in
                let guest = try await share(sandbox, role: "writer")
                _ = try await sandbox.insert(Sample.hour(id: "single"))
                let lists = try await sandbox.call("GET", "users/me/calendarList", token: guest)
                let listToken = PercentEncoding.encode(try #require(lists["nextSyncToken"]?.string))
                let seen = try await sandbox.call("GET", Self.events, token: guest)
                let token = PercentEncoding.encode(try #require(seen["nextSyncToken"]?.string))
                _ = try await watch(sandbox, "guest-1", receiver.url, token: guest)
                _ = try await watch(sandbox, "host-1", receiver.url, token: sandbox.token)
                _ = try await receiver.wait(for: 2)

                try await setRole(sandbox, nil)
                try await expectNothing(sandbox, token: guest, syncToken: token)
                let delta = try await sandbox.call("GET", "users/me/calendarList?syncToken=\(listToken)", token: guest)
                #expect(items(delta).map { $0["deleted"] } == [true])
                _ = try await sandbox.insert(Sample.hour())
                _ = try await receiver.wait(for: 3)

                // Given back, the calendar is read anew, and the old channel stays silent.
                try await setRole(sandbox, "writer")
                #expect(try await sandbox.call("GET", Self.events + "?syncToken=\(token)", token: guest).status == 410)
                _ = try await sandbox.insert(Sample.hour())
                let heard = try await receiver.wait(for: 4)
                let changes = heard.filter { $0.header("X-Goog-Resource-State") == "exists" }
                #expect(changes.map { $0.header("X-Goog-Channel-ID") } == ["host-1", "host-1"])
            }
        }
    }

    @Test func aDeletedCalendarIsGoneForEverybody() async throws {
        try await TestReceiver.with { receiver in
            try await RunningSandbox.with { sandbox in
                let guest = try await share(sandbox, role: "reader")
                _ = try await sandbox.insert(Sample.hour(id: "single"))
                var seen: [(token: String, sync: String, lists: String)] = []
                for (index, token) in [sandbox.token, guest].enumerated() {
                    let list = try await sandbox.call("GET", Self.events, token: token)
                    let lists = try await sandbox.call("GET", "users/me/calendarList", token: token)
                    seen.append(
                        (
                            token, PercentEncoding.encode(try #require(list["nextSyncToken"]?.string)),
                            PercentEncoding.encode(try #require(lists["nextSyncToken"]?.string))
                        ))
                    _ = try await watch(sandbox, "channel-\(index)", receiver.url, token: token)
                }
                _ = try await receiver.wait(for: 2)
                #expect(try await sandbox.control("DELETE", "google/calendars/\(Self.host)").status == 200)
                #expect(try await sandbox.control("DELETE", "google/calendars/\(Self.host)").status == 404)
                for (token, sync, lists) in seen {
                    try await expectNothing(sandbox, token: token, syncToken: sync)
                    let delta = try await sandbox.call("GET", "users/me/calendarList?syncToken=\(lists)", token: token)
                    #expect(items(delta).map { [$0["id"], $0["deleted"]] } == [[.string(Self.host), true]])
                }
                let channels = try await sandbox.control("GET", "google/channels").json.array ?? []
                #expect(channels.count == 2 && channels.allSatisfy { $0.object?["stopped"] == true })
            }
        }
    }

    // MARK: Many events at once

    @Test func manyEventsAreLoadedAtOnceAndToldOnce() async throws {
        try await TestReceiver.with { receiver in
            try await RunningSandbox.with { sandbox in
                _ = try await watch(sandbox, "host-1", receiver.url, token: sandbox.token)
                _ = try await receiver.wait(for: 1)
                let token = PercentEncoding.encode(try #require(try await sandbox.list("").token))
                let events = (0..<300).map { Sample.hour(id: "bulk\($0)") }
                let loaded = try await sandbox.control(
                    "POST", "google/calendars/\(Self.host)/events", ["events": .array(events)])
                #expect(loaded.status == 200 && loaded["ids"]?.array?.count == 300)
                #expect(try await sandbox.list("syncToken=\(token)&maxResults=100").items.count == 300)
                _ = try await receiver.wait(for: 2)
                let refused = try await sandbox.control(
                    "POST", "google/calendars/\(Self.host)/events",
                    ["events": [Sample.hour(), Sample.hour(id: "bulk7"), Sample.hour()]])
                #expect(refused.status == 400 && refused["error", "field"] == "events[1]")
            }
        }
    }
}
