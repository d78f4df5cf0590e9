import Testing

@testable import Sandbox

@Suite struct ScopeTests {
    private static let calls: [(method: String, verb: String, path: String, body: JSONValue?)] = [
        ("calendarList.list", "GET", "users/me/calendarList", nil),
        ("calendarList.get", "GET", "users/me/calendarList/primary", nil),
        ("calendars.get", "GET", "calendars/primary", nil),
        ("events.list", "GET", "calendars/primary/events", nil),
        ("events.insert", "POST", "calendars/primary/events", Sample.hour()),
        (
            "freebusy.query", "POST", "freeBusy",
            ["timeMin": "2026-12-11T00:00:00Z", "timeMax": "2026-12-12T00:00:00Z", "items": []]
        ),
    ]

    @Test(arguments: [
        (
            "calendar",
            [
                "calendarList.list", "calendarList.get", "calendars.get", "events.list", "events.insert",
                "freebusy.query",
            ]
        ),
        ("calendar.events", ["events.list", "events.insert"]),
        (
            "calendar.readonly",
            ["calendarList.list", "calendarList.get", "calendars.get", "events.list", "freebusy.query"]
        ),
        ("calendar.calendarlist.readonly", ["calendarList.list", "calendarList.get"]),
        ("calendar.events.owned", ["events.list", "events.insert"]),
        ("calendar.events.freebusy", ["events.list", "freebusy.query"]),
        ("calendar.freebusy", ["freebusy.query"]),
        ("calendar.settings", []),
    ])
    func aScopeAdmitsExactlyItsMethods(scope: String, admitted: [String]) async throws {
        try await RunningSandbox.with { sandbox in
            let token = try await sandbox.mint(OAuthScope.prefix + scope)
            for (method, verb, path, body) in Self.calls {
                let answer = try await sandbox.call(verb, path, body, token: token)
                #expect(answer.status == (admitted.contains(method) ? 200 : 403), "\(method)")
                guard answer.status == 403 else { continue }
                #expect(answer.reason == "insufficientPermissions")
                #expect(answer["error", "status"] == "PERMISSION_DENIED")
                #expect(answer["error", "details", "0", "reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
            }
        }
    }

    @Test func withoutATokenTheFrontEndAnswers() async throws {
        try await RunningSandbox.with { sandbox in
            let answer = try await sandbox.client.send("GET", "/calendar/v3/users/me/calendarList")
            #expect(answer.status == 401 && answer.reason == "required")
            #expect(answer.header("WWW-Authenticate")?.hasPrefix("Bearer realm=") == true)
            #expect(
                answer["error", "details", "0", "metadata"] == [
                    "method": "calendar.v3.CalendarList.List", "service": "calendar-json.googleapis.com",
                ])
        }
    }

    @Test func ownedEventsExcludeCalendarsOfOthers() async throws {
        try await RunningSandbox.with { sandbox in
            let token = try await sandbox.mint(OAuthScope.prefix + "calendar.events.owned")
            let team = "calendars/team%40group.calendar.google.com/events"
            #expect(try await sandbox.call("POST", team, Sample.hour(), token: token).status == 200)
            _ = try await sandbox.control(
                "PUT", "google/users/host@example.com/calendars/team@group.calendar.google.com",
                ["accessRole": "writer"])
            #expect(try await sandbox.call("POST", team, Sample.hour(), token: token).status == 403)
        }
    }

    @Test func anAppSeesOnlyTheCalendarsItMade() async throws {
        try await RunningSandbox.with { sandbox in
            let token = try await sandbox.mint(OAuthScope.prefix + "calendar.app.created")
            let made = try await sandbox.call("POST", "calendars", ["summary": "Mine"], token: token)
            let id = PercentEncoding.encode(try #require(made["id"]?.string))
            #expect(try await sandbox.call("POST", "calendars/\(id)/events", Sample.hour(), token: token).status == 200)
            #expect(try await sandbox.call("GET", "calendars/primary/events", token: token).status == 404)
            #expect(try await sandbox.call("DELETE", "calendars/primary", token: token).status == 404)
            let events = try await sandbox.mint(OAuthScope.prefix + "calendar.events")
            #expect(try await sandbox.call("POST", "calendars", ["summary": "Mine"], token: events).status == 403)
            #expect(try await sandbox.call("DELETE", "calendars/\(id)", token: events).status == 403)
            #expect(try await sandbox.call("DELETE", "calendars/\(id)", token: token).status == 204)
        }
    }
}
