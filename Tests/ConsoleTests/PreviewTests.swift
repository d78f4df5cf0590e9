import CalendarSync
import Console
import Foundation
import OutboundHTTP
import Testing
import TestSupport

@Suite struct PreviewTests {
    static let path = "classes/310/link/preview"
    /// A Wednesday, inside the 60 days after `RunningConsole.now`.
    static let day = "2026-12-09"

    private func event(
        _ id: String, at time: String = "T16:00:00Z", minutes: Int = 60, transparent: Bool = false,
        kind: SourceEvent.Kind = .standard, response: SourceEvent.Response? = nil, marker: String? = nil
    ) throws -> SourceEvent {
        let start = try #require(Date(rfc3339: Self.day + time))
        return SourceEvent(
            id: id, seriesId: id, status: .confirmed, start: .instant(start),
            end: .instant(start.addingTimeInterval(TimeInterval(minutes * 60))), isTransparent: transparent, kind: kind,
            response: response, marker: marker)
    }

    private func booking(
        _ subscriptionId: String, days: [Double], status: BookingStatus = .booked, classId: String = "310"
    ) -> BookingState {
        let sessions = days.map { day in
            let start = RunningConsole.now.addingTimeInterval(day * 86_400)
            return Session(startsAt: start, durationMinutes: 60, localStart: "", timeAdjusted: false)
        }
        return BookingState(
            booking: Booking(
                accountId: "42", calendarId: "77", calendarName: "Coaching", classId: classId,
                className: "Strategy call", subscriptionId: subscriptionId, status: status,
                lead: Lead(id: "501", firstName: "Ana", lastName: "Lopez", email: "ana@example.com", phone: ""),
                hosts: [], timeZone: "America/Denver", sessions: sessions,
                order: BookingOrder(revision: nil, occurredAt: RunningConsole.now)))
    }

    @Test func eachEventIsJudgedByTheRulesOfTheWorkers() async throws {
        try await RunningConsole.connected { console, integration in
            let day = SourceEvent(
                id: "d", seriesId: "d", status: .confirmed, start: .day("2026-12-10"), end: .day("2026-12-11"))
            console.google.events = CalendarEvents(
                timeZone: "America/Denver",
                events: [
                    day, try event("busy"), try event("free", at: "T17:00:00Z", transparent: true),
                    try event("no", at: "T18:00:00Z", response: .declined),
                    try event("no2", at: "T19:00:00Z", response: .declined),
                    try event("office", at: "T20:00:00Z", kind: .workingLocation),
                    try event("point", at: "T21:00:00Z", minutes: 0),
                    try event("maybe", at: "T22:00:00Z", response: .tentative),
                ])
            let answer = try await console.call(.post, Self.path, RunningConsole.linkBody(integration))
            #expect(answer.status == 200)
            #expect(answer["wouldBlock"] as? Int == 3)
            #expect(answer["wouldNotBlock"] as? Int == 5)
            #expect(
                answer["byReason"] as? [String: Int] == [
                    "transparent": 1, "declined": 2, "working_location": 1, "no_length": 1,
                ])
            #expect(answer["wouldMirror"] as? Int == 0)
            #expect(answer["days"] as? Int == 60)
            #expect(answer["timeZone"] as? String == "America/Denver")
            let events = answer.list("events")
            #expect(events.count == 8)
            #expect(events[0]["startsAt"] as? String == "2026-12-09T09:00:00-07:00")
            #expect(events[0]["endsAt"] as? String == "2026-12-09T10:00:00-07:00")
            #expect(events[0]["blocks"] as? Bool == true)
            #expect(events[0]["reason"] is NSNull)
            #expect(events[1]["blocks"] as? Bool == false)
            #expect(events[1]["reason"] as? String == "transparent")
            #expect(events[7]["startsAt"] as? String == "2026-12-10T00:00:00-07:00")
            #expect(events[7]["allDay"] as? Bool == true)
            #expect(Set(events.flatMap(\.keys)) == ["startsAt", "endsAt", "allDay", "blocks", "reason"])
        }
    }

    @Test func theOptionsAskedForAreTheOnesLookedAheadBy() async throws {
        try await RunningConsole.connected { console, integration in
            // The link as it stands says otherwise.
            _ = try await console.call(.put, "classes/310/link", RunningConsole.linkBody(integration))
            console.google.events = CalendarEvents(
                timeZone: "UTC",
                events: [
                    SourceEvent(
                        id: "d", seriesId: "d", status: .confirmed, start: .day("2026-12-10"), end: .day("2026-12-11")),
                    try event("maybe", response: .tentative),
                ])
            let ignoring = try await console.call(
                .post, Self.path,
                RunningConsole.linkBody(integration, options: #"{"tentative":"ignore","allDay":"ignore"}"#))
            #expect(ignoring["wouldBlock"] as? Int == 0)
            #expect(ignoring["byReason"] as? [String: Int] == ["tentative": 1, "all_day": 1])
            let blocking = try await console.call(.post, Self.path, RunningConsole.linkBody(integration))
            #expect(blocking["wouldBlock"] as? Int == 2)
        }
    }

    @Test func mirrorsOfTheClassItselfWouldNotBlockItAndThoseOfOthersWould() async throws {
        try await RunningConsole.connected { console, integration in
            let keys = try #require(RunningConsole.keys)
            func mirror(_ classId: String, _ time: String) throws -> SourceEvent {
                let identity = MirrorIdentity(
                    accountId: "42", calendarId: "77", classId: classId, subscriptionId: "9001",
                    firstStartsAt: RunningConsole.now, generation: 0)
                let plain = try event(identity.eventId, at: time)
                guard case .instant(let start) = plain.start, case .instant(let end) = plain.end else { return plain }
                let marker = MirrorMarker(
                    identity: identity, contentHash: "h", times: DateInterval(start: start, end: end))
                return try event(identity.eventId, at: time, marker: marker.text(signedBy: keys))
            }
            console.google.events = CalendarEvents(
                timeZone: "UTC", events: [try mirror("310", "T10:00:00Z"), try mirror("311", "T11:00:00Z")])
            let answer = try await console.call(.post, Self.path, RunningConsole.linkBody(integration))
            #expect(answer["wouldBlock"] as? Int == 1)
            #expect(answer["byReason"] as? [String: Int] == ["own_mirror": 1])
            #expect(answer.list("events").map { $0["blocks"] as? Bool } == [false, true])
        }
    }

    @Test func allSessionsToComeOfTheClassWouldBeMirrored() async throws {
        try await RunningConsole.connected { console, integration in
            try await console.store.save(booking("9001", days: [-7, 0.5, 7]))
            try await console.store.save(booking("9002", days: [200]))
            try await console.store.save(booking("9003", days: [3], status: .cancelled))
            try await console.store.save(booking("9004", days: [3], classId: "311"))
            try await console.store.save(booking("9005", days: [-3]))
            // More than one page.
            for number in 0..<210 { try await console.store.save(booking("5\(number)", days: [5])) }
            let answer = try await console.call(.post, Self.path, RunningConsole.linkBody(integration))
            #expect(answer["wouldMirror"] as? Int == 213)
        }
    }

    @Test func theNextSixtyDaysAreReadAndNothingIsWritten() async throws {
        try await RunningConsole.connected { console, integration in
            let answer = try await console.call(
                .post, Self.path, RunningConsole.linkBody(integration, calendar: "primary"))
            #expect(answer.status == 200)
            #expect(
                console.google.readings == [
                    FakeGoogle.Reading(
                        calendarId: RunningConsole.work.id, start: RunningConsole.now,
                        end: RunningConsole.now.addingTimeInterval(60 * 86_400))
                ])
            #expect(console.producer.records.isEmpty)
            #expect(try await console.store.link(RunningConsole.classKey) == nil)
            let feed = Feed.id(integrationId: integration.id, googleCalendarId: RunningConsole.work.id)
            #expect(try await console.store.feed(id: feed) == nil)
        }
    }

    @Test func whatALinkIsRefusedForItsPreviewIsToo() async throws {
        try await RunningConsole.connected { console, integration in
            let bodies: [(String, String)] = [
                (RunningConsole.linkBody(integration, calendar: RunningConsole.holidays.id), "googleCalendarId"),
                (RunningConsole.linkBody(integration, calendar: "elsewhere@example.com"), "googleCalendarId"),
                (RunningConsole.linkBody(integration, options: #"{"colour":"red"}"#), "options.colour"),
                (
                    RunningConsole.linkBody(integration, options: #"{"blockWriter":"googleCalendar"}"#),
                    "options.blockWriter"
                ),
                (#"{"calendarId":"77","integrationId":"other","googleCalendarId":"c"}"#, "integrationId"),
                (#"{"integrationId":"i","googleCalendarId":"c"}"#, "calendarId"),
            ]
            for (body, field) in bodies {
                let answer = try await console.call(.post, Self.path, body)
                #expect(answer.status == 422)
                #expect(answer.errorField == field)
            }
            let unreadable = try await console.call(.post, Self.path, "a link, please")
            #expect(unreadable.status == 400)
            let other = try await console.call(
                .post, Self.path, RunningConsole.linkBody(integration), account: "43")
            #expect(other.errorField == "integrationId")
            #expect(console.google.readings.isEmpty)
        }
    }

    @Test(arguments: [
        (ConsoleError.reconnectNeeded, 409, "reconnect_needed"), (.googleUnavailable, 502, "google_unavailable"),
        (.rateLimited(retryAfterSeconds: 5), 429, "rate_limited"),
    ])
    func whatGoogleSaysIsPassedOn(error: ConsoleError, status: Int, code: String) async throws {
        try await RunningConsole.connected { console, integration in
            console.google.error = error
            let answer = try await console.call(.post, Self.path, RunningConsole.linkBody(integration))
            #expect(answer.status == status)
            #expect(answer.errorCode == code)
        }
    }

    @Test func aMadeUpBookingShowsWhatAMirrorWouldSay() async throws {
        try await RunningConsole.connected { console, integration in
            try await console.store.save(booking("9001", days: [1]))
            let unnamed = try await console.call(.post, Self.path, RunningConsole.linkBody(integration))
            #expect(unnamed["sample", "title"] as? String == "Class — Alex Example")
            #expect(unnamed["sample", "location"] is NSNull && unnamed["sample", "colorId"] is NSNull)
            #expect(unnamed["sample", "visibility"] as? String == "default" && unnamed["sample", "reminders"] is NSNull)

            try await console.store.note(
                KnownClass(
                    accountId: "42", calendarId: "77", calendarName: "Coaching", classId: "310", className: "Tea & Talk"
                ))
            let options = """
                {"location":"{{hostName}}'s office","colorId":"11","visibility":"private","reminders":[],
                "linkBack":"https://app.example/b/{{subscriptionId}}?lead={{leadId}}&c={{classId}}"}
                """
            let answer = try await console.call(
                .post, Self.path, RunningConsole.linkBody(integration, options: options))
            #expect(answer["sample", "title"] as? String == "Tea & Talk — Alex Example")
            #expect(
                answer["sample", "description"] as? String == """
                    Alex Example<br>alex@example.com<br>+1 555 0100<br>Coaching · Tea &amp; Talk<br>\
                    <a href="https://app.example/b/1234?lead=5678&amp;c=310">Open in Kartra</a>
                    """)
            #expect(answer["sample", "location"] as? String == "Robin Host's office")
            #expect(answer["sample", "visibility"] as? String == "private")
            #expect(answer["sample", "colorId"] as? String == "11")
            #expect((answer["sample", "reminders"] as? [Any])?.isEmpty == true)
            #expect(!answer.text.contains("Lopez"))
        }
    }
}
