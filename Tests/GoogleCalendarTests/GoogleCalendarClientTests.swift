import Foundation
import GoogleCalendar
import OutboundHTTP
import Testing

@Suite(.timeLimit(.minutes(1)))
struct GoogleCalendarClientTests {
    private static let calendar = "en.usa#holiday@group.v.calendar.google.com"
    private static let encodedCalendar = "en.usa%23holiday%40group.v.calendar.google.com"
    private static let events = "/calendar/v3/calendars/\(encodedCalendar)/events"
    /// 2026-12-01T00:00:00Z
    private static let december = Date(timeIntervalSince1970: 1_796_083_200)
    private static let event = #"{"id":"e1","status":"confirmed","etag":"\"1\""}"#

    private let tokens = TokenList("token-1")
    private var draft: GoogleEventDraft {
        var draft = GoogleEventDraft(
            id: "abcde12345", summary: "Coaching — Ana Lopez",
            start: .moment(Self.december, timeZone: "America/Denver"),
            end: .moment(Self.december + 3600, timeZone: "America/Denver"))
        draft.description = "Notes"
        draft.visibility = .private
        draft.reminders = .only([.init(method: .popup, minutes: 10)])
        draft.extendedPrivate = [EventFields.markerKey: "v1"]
        return draft
    }

    /// Makes one call and gives the request it became.
    private func request(
        answering answer: ScriptedAnswer = .json(event),
        _ call: (GoogleCalendarClient) async throws -> Void
    ) async throws -> ReceivedRequest {
        let google = ScriptedGoogle { _ in answer }
        try await google.run { sender, endpoints in
            try await call(GoogleCalendarClient(sender: sender, endpoints: endpoints))
        }
        #expect(google.requests.count == 1)
        return try #require(google.requests.first)
    }

    @Test func everyCallIsAuthorizedAndAsksForCompactGzippedJSON() async throws {
        let request = try await request { _ = try await $0.getEvent("primary", "e1", as: tokens) }
        #expect(request.headers["authorization"] == "Bearer token-1")
        #expect(request.headers["user-agent"]?.contains("gzip") == true)
        #expect(request.headers["accept-encoding"] == "gzip")
        #expect(request.query["prettyPrint"] == "false")
    }

    @Test func listsEverythingWithinBounds() async throws {
        let request = try await request(answering: .json("{}")) { client in
            _ = try await client.listEvents(
                Self.calendar,
                .all(timeMin: Self.december, timeMax: Self.december + 86400, privateProperty: "calsync=v1"), as: tokens)
        }
        #expect(request.method == "GET")
        #expect(request.path == Self.events)
        #expect(
            request.query == [
                "timeMin": "2026-12-01T00:00:00Z", "timeMax": "2026-12-02T00:00:00Z", "maxResults": "2500",
                "singleEvents": "false", "privateExtendedProperty": "calsync=v1", "fields": EventFields.timesAndFlags,
                "prettyPrint": "false",
            ])
    }

    @Test func listsChangesWithTheSameTokenOnEachPage() async throws {
        let google = ScriptedGoogle { request in
            request.query["pageToken"] == nil
                ? .json(#"{"items":[{"id":"a"}],"nextPageToken":"p/2="}"#)
                : .json(#"{"items":[],"nextSyncToken":"CPDAl-_=","timeZone":"Europe/Berlin","accessRole":"owner"}"#)
        }
        try await google.run { sender, endpoints in
            let client = GoogleCalendarClient(sender: sender, endpoints: endpoints)
            let query = EventListQuery.changes(since: "CPDAlvWDx70CGAU=", maxResults: 10)
            let first = try await client.listEvents(Self.calendar, query, as: tokens)
            #expect(first.items.map(\.id) == ["a"])
            #expect(first.nextSyncToken == nil)
            let second = try await client.listEvents(Self.calendar, query.page(first.nextPageToken), as: tokens)
            #expect(second.items.isEmpty)
            #expect(second.nextPageToken == nil)
            #expect(second.nextSyncToken == "CPDAl-_=")
            #expect(second.timeZone == "Europe/Berlin")
            #expect(second.accessRole == .owner)
        }
        #expect(google.requests.map { $0.query["syncToken"] } == ["CPDAlvWDx70CGAU=", "CPDAlvWDx70CGAU="])
        #expect(google.requests.map { $0.query["pageToken"] } == [nil, "p/2="])
        // Google refuses these beside a sync token.
        for name in ["timeMin", "timeMax", "showDeleted", "privateExtendedProperty", "orderBy", "q", "updatedMin"] {
            #expect(google.requests.allSatisfy { $0.query[name] == nil })
        }
    }

    @Test func readsInstancesOfASeries() async throws {
        let request = try await request(answering: .json(#"{"items":[]}"#)) { client in
            _ = try await client.instances(
                "primary", "series_R20260101T000000", timeMin: Self.december, timeMax: Self.december + 1,
                pageToken: "p", showDeleted: true, as: tokens)
        }
        #expect(request.path == "/calendar/v3/calendars/primary/events/series_R20260101T000000/instances")
        #expect(request.query["showDeleted"] == "true")
        #expect(request.query["pageToken"] == "p")
        #expect(request.query["timeMin"] == "2026-12-01T00:00:00Z")
        #expect(request.query["fields"] == EventFields.timesAndFlags)
    }

    @Test func insertsAnEventWithoutMailingAnyone() async throws {
        let request = try await request { client in
            let event = try await client.insertEvent(Self.calendar, draft, as: tokens)
            #expect(event.id == "e1")
            #expect(event.etag == "\"1\"")
        }
        #expect(request.method == "POST")
        #expect(request.path == Self.events)
        #expect(request.query["sendUpdates"] == "none")
        #expect(request.query["fields"] == EventFields.identity)
        #expect(request.headers["content-type"] == "application/json")
        let body = try request.json
        #expect(
            Set(body.keys) == [
                "id", "summary", "description", "start", "end", "status", "transparency", "visibility", "reminders",
                "extendedProperties",
            ])
        #expect(body["id"] as? String == "abcde12345")
        #expect(body["summary"] as? String == "Coaching — Ana Lopez")
        #expect(body["status"] as? String == "confirmed")
        #expect(body["transparency"] as? String == "opaque")
        #expect(body["visibility"] as? String == "private")
        #expect(
            body["start"] as? [String: String] == ["dateTime": "2026-12-01T00:00:00Z", "timeZone": "America/Denver"])
        #expect(body["extendedProperties"] as? [String: [String: String]] == ["private": ["calsync": "v1"]])
    }

    @Test func updatesAnEventOnlyIfItIsStillTheSame() async throws {
        let request = try await request { client in
            _ = try await client.updateEvent(Self.calendar, "e/1", draft, ifMatch: "\"17\"", as: tokens)
        }
        #expect(request.method == "PUT")
        #expect(request.path == Self.events + "/e%2F1")
        #expect(request.query["sendUpdates"] == "none")
        #expect(request.headers["if-match"] == "\"17\"")
    }

    @Test func deletesAnEventWithoutMailingAnyone() async throws {
        let request = try await request(answering: .noContent) { client in
            try await client.deleteEvent(Self.calendar, "e1", as: tokens)
        }
        #expect(request.method == "DELETE")
        #expect(request.path == Self.events + "/e1")
        #expect(request.query["sendUpdates"] == "none")
        #expect(request.headers["if-match"] == nil)
        #expect(request.body.isEmpty)
    }

    @Test(arguments: [#""1426325213000""#, "1426325213000"])
    func watchesEvents(expiration: String) async throws {
        let answer =
            #"{"kind":"api#channel","id":"c1","resourceId":"r1","resourceUri":"u","expiration":\#(expiration)}"#
        let request = try await request(answering: .json(answer)) { client in
            let channel = try await client.watchEvents(
                Self.calendar,
                WatchRequest(
                    channelID: "c1", address: "https://x.example/webhooks/google", token: "secret",
                    timeToLive: .seconds(604_800)),
                as: tokens)
            #expect(channel.id == "c1")
            #expect(channel.resourceID == "r1")
            #expect(channel.expiration == Date(timeIntervalSince1970: 1_426_325_213))
        }
        #expect(request.method == "POST")
        #expect(request.path == Self.events + "/watch")
        let body = try request.json
        #expect(body["id"] as? String == "c1")
        #expect(body["type"] as? String == "web_hook")
        #expect(body["address"] as? String == "https://x.example/webhooks/google")
        #expect(body["token"] as? String == "secret")
        #expect(body["params"] as? [String: String] == ["ttl": "604800"])
    }

    @Test func stopsAChannel() async throws {
        let request = try await request(answering: .noContent) { client in
            try await client.stopChannel(id: "c1", resourceID: "r1", as: tokens)
        }
        #expect(request.method == "POST")
        #expect(request.path == "/calendar/v3/channels/stop")
        #expect(try request.json as? [String: String] == ["id": "c1", "resourceId": "r1"])
    }

    @Test func listsCalendars() async throws {
        let answer = """
            {"items":[
              {"id":"me@example.com","summary":"me@example.com","summaryOverride":"Mine","timeZone":"America/Denver",
               "description":"Ours","accessRole":"owner","primary":true},
              {"id":"b","summary":"B","timeZone":"Europe/Berlin","accessRole":"freeBusyReader","hidden":true},
              {"id":"c","accessRole":"somethingNew"},{"id":"d","deleted":true}],"nextPageToken":"p"}
            """
        let request = try await request(answering: .json(answer)) { client in
            let page = try await client.listCalendars(pageToken: "q", as: tokens)
            #expect(page.items.map(\.name) == ["Mine", "B", "c", "d"])
            #expect(page.items.map(\.accessRole) == [.owner, .freeBusyReader, .other("somethingNew"), .noAccess])
            #expect(page.items.map(\.accessRole.canWrite) == [true, false, nil, false])
            #expect(page.items.map(\.isPrimary) == [true, false, false, false])
            #expect(page.items.map(\.isHidden) == [false, true, false, false])
            #expect(page.items.map(\.isDeleted) == [false, false, false, true])
            #expect(page.items.map(\.timeZone) == ["America/Denver", "Europe/Berlin", nil, nil])
            #expect(page.items.map(\.description) == ["Ours", nil, nil, nil])
            #expect(page.nextPageToken == "p")
        }
        #expect(request.path == "/calendar/v3/users/me/calendarList")
        #expect(request.query["pageToken"] == "q")
    }

    @Test func aCalendarIsMadeAndDeleted() async throws {
        let made = try await request(answering: .json(#"{"id":"c1"}"#)) { client in
            let id = try await client.insertCalendar(
                summary: "Busy times", description: "Kept by us", timeZone: "Europe/Berlin", as: tokens)
            #expect(id == "c1")
        }
        #expect(made.method == "POST")
        #expect(made.path == "/calendar/v3/calendars")
        #expect(made.query["fields"] == "id")
        #expect(
            try made.json as? [String: String] == [
                "summary": "Busy times", "description": "Kept by us", "timeZone": "Europe/Berlin",
            ])
        let deleted = try await request(answering: .noContent) { client in
            try await client.deleteCalendar(Self.calendar, as: tokens)
        }
        #expect(deleted.method == "DELETE")
        #expect(deleted.path == "/calendar/v3/calendars/\(Self.encodedCalendar)")
    }

    @Test func asksForBusyTimes() async throws {
        let answer = """
            {"kind":"calendar#freeBusy","calendars":{
              "a@x.example":{"busy":[{"start":"2026-12-01T00:00:00Z","end":"2026-12-01T02:00:00+01:00"}]},
              "b":{"errors":[{"domain":"global","reason":"notFound"}],"busy":[]}}}
            """
        let request = try await request(answering: .json(answer)) { client in
            let response = try await client.freeBusy(
                ["a@x.example", "b"], timeMin: Self.december, timeMax: Self.december + 86400, as: tokens)
            let busy = try #require(response.calendars["a@x.example"]?.busy)
            #expect(busy.map(\.start) == [Self.december])
            #expect(busy.map(\.end) == [Self.december + 3600])
            #expect(response.calendars["b"]?.errors == ["notFound"])
        }
        #expect(request.path == "/calendar/v3/freeBusy")
        let body = try request.json
        #expect(body["timeMin"] as? String == "2026-12-01T00:00:00Z")
        #expect(body["timeMax"] as? String == "2026-12-02T00:00:00Z")
        #expect(body["items"] as? [[String: String]] == [["id": "a@x.example"], ["id": "b"]])
    }

    @Test func aDraftDoesNotShowItsWords() {
        var dumped = ""
        dump(draft, to: &dumped)
        for text in ["\(draft)", String(reflecting: draft), "\([draft])", dumped] {
            #expect(text.contains("abcde12345"))
            #expect(!text.contains("Ana") && !text.contains("Notes"))
        }
    }

    @Test func aSuccessThatIsNotJSONIsToldApart() async throws {
        await #expect(throws: GoogleError.malformedAnswer(status: 200)) {
            _ = try await request(answering: .json("<html>")) { _ = try await $0.getEvent("primary", "e1", as: tokens) }
        }
    }

    @Test func aFailingConnectionIsToldApart() async throws {
        var endpoints = GoogleEndpoints()
        endpoints.apiBaseURL = "http://nowhere.invalid"
        let client = GoogleCalendarClient(sender: try HTTPClient(), endpoints: endpoints)
        await #expect(throws: GoogleError.transport(.nameNotResolved)) {
            try await client.getEvent("primary", "e1", as: tokens)
        }
    }
}
