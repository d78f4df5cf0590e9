import Foundation
import Testing

/// What people write into their calendars reaches nothing but Google; who books reaches no log, metric or header.
@Suite(.serialized, .timeLimit(.minutes(5))) struct CanaryTests {
    private typealias System = SystemUnderTest
    private static let calendar = "/calendar/v3/calendars/host%40example.com/events"

    @Test func theSearchFindsAMarkHoweverItIsWritten() throws {
        let search = MarkSearch.random()
        let log = FileManager.default.temporaryDirectory.appending(path: "scratch-\(UUID().uuidString).log")
        defer { try? FileManager.default.removeItem(at: log) }
        let text = "an info line\nthe title is \(search.mark)7Q, at 9\n"
        try Data(text.utf8).write(to: log)
        #expect(search.find(in: try Data(contentsOf: log)) != nil)
        for padding in ["", "a", "ab", "abc"] {
            let encoded = Data("\(padding)\(search.mark)~?>".utf8).base64EncodedString()
            #expect(search.find(in: Data(encoded.utf8)) != nil, "\(encoded)")
        }
        let percent = search.mark.utf8.map { "%" + String($0, radix: 16) }.joined()
        let escaped = search.mark.utf8.map { #"\u00"# + String($0, radix: 16, uppercase: true) }.joined()
        for form in [percent, escaped, search.mark.uppercased()] { #expect(search.find(in: Data(form.utf8)) != nil) }
        #expect(search.find(in: Data(text.replacing(search.mark, with: "dentist").utf8)) == nil)
    }

    @Test func whatIsSaidInGoogleStaysThereAndWhoBooksIsNotToldAround() async throws {
        try await System.run { system in
            let serve = try await system.serve(["LOG_LEVEL": "trace"])
            let integration = try await system.connect()
            try await system.link("310", integration: integration)
            let token = try await system.hostToken()
            let events = MarkSearch.random()
            let people = MarkSearch.random()

            try await plantEvents(events, in: system, token)
            try await book(people, events, in: system, token)
            try await system.link("311", integration: integration)
            try await Eventually.value("blocks of the other class") {
                try await system.blockIds("311").count >= 8 ? true : nil
            }
            let topics = try await system.topics()
            let answers = try await system.answers(integration: integration)
            let running = try system.storeFiles() + topics.headers + topics.records + answers.open + answers.api
            let kartra = try await system.kartra()
            // The write-ahead log is part of it.
            #expect(try system.storeFiles().count >= 2)
            #expect(await serve.terminate() == 0)
            let logs = try system.logs()

            for (place, data) in running + kartra + logs + (try system.storeFiles()) {
                #expect(events.find(in: data) == nil, "\(place)")
            }
            let told = topics.records.filter { ["calsync.results", "kartra.busy-blocks"].contains($0.place) }
            #expect(told.count == 2 && told.allSatisfy { !$0.data.isEmpty })
            for (place, data) in topics.headers + told + answers.open + logs + kartra {
                #expect(people.find(in: data) == nil, "\(place)")
            }
            // It was there to be found, and the failures that quote it happened.
            let statuses = try await system.curl(["\(system.sandboxURL)/control/calls"])["statuses"] as? [String: Any]
            let failed = [
                ("events.list", "500", 2), ("events.instances", "503", 1), ("kartra.busyBlocks.batch", "500", 1),
                ("events.insert", "400", 1), ("events.insert", "500", 2),
            ]
            for (method, status, count) in failed {
                #expect((statuses?[method] as? [String: Int])?[status] == count, "\(method) \(status)")
            }
            let appointments = topics.records.filter { $0.place == "kartra.appointments" }
            #expect(appointments.contains { people.find(in: $0.data) != nil })
            #expect(people.find(in: try await system.google(token)) != nil)
            #expect(logs.contains { String(decoding: $0.data, as: UTF8.self).contains("trace") })
        }
    }

    /// Events of every kind, read while Google and Kartra fail and quote them.
    private func plantEvents(_ search: MarkSearch, in system: System, _ token: String) async throws {
        let quoted = "Cannot read “\(search.mark)x”"
        try await system.fail("events.list", status: 500, message: quoted, times: 2)
        try await system.fail("kartra.busyBlocks.batch", status: 500, message: quoted, times: 1)
        var canaries = Canaries(search)
        let series = canaries.event(
            day: 30, more: ["id": "series", "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=3"]])
        try await system.call(
            "POST", "/control/google/calendars/host@example.com/events",
            [
                "events": [
                    canaries.event(day: 20), canaries.allDay(day: 22), series,
                    canaries.event(
                        day: 24,
                        more: [
                            "eventType": "outOfOffice",
                            "outOfOfficeProperties": [
                                "autoDeclineMode": "declineNone", "declineMessage": canaries.next(),
                            ],
                        ]),
                    canaries.event(day: 25, more: ["visibility": "private"]),
                ]
            ])
        let imported = canaries.event(
            day: 26,
            more: [
                "iCalUID": "\(canaries.next())@elsewhere",
                "organizer": ["email": "\(canaries.next())@example.com", "displayName": canaries.next()],
            ])
        try await system.call(
            "POST", Self.calendar + "/import?conferenceDataVersion=1&supportsAttachments=true", imported, token: token)
        let instances = try await system.curl([
            "-H", "Authorization: Bearer \(token)", system.sandboxURL + Self.calendar + "/series/instances",
        ])
        // Not before the test itself has asked for them.
        try await system.fail("events.instances", status: 503, message: quoted, times: 1)
        let second = (instances["items"] as? [[String: Any]])?.dropFirst().first?["id"] as? String
        try await system.call(
            "PUT",
            Self.calendar + "/\(try #require(second))?conferenceDataVersion=1&supportsAttachments=true",
            canaries.event(day: 38), token: token)
        // The failures are over with that, and the test asks for itself.
        try await Eventually.value("the busy blocks") { try await system.blockIds("310").count == 8 ? true : nil }
        #expect(canaries.texts.count > 80)
        #expect(canaries.missing(in: try await system.google(token)).isEmpty)
        #expect(search.find(in: try await system.google(token)) != nil)
    }

    /// Bookings that succeed, that Google refuses and quotes, that cannot be read, and a mirror whose text the host changed.
    private func book(
        _ search: MarkSearch, _ events: MarkSearch, in system: System, _ token: String
    ) async throws {
        var people = Canaries(search)
        let quoted = "Cannot write “\(search.mark)x”"
        let structured = ["content-type=application/cloudevents+json"]
        func produce(_ subscription: String, _ startsAt: String = BookingLines.startsAt, id: String? = nil) async throws
        {
            let line = BookingLines.structured(
                subscription: subscription, startsAt: startsAt, lead: people.lead(id: 501), id: id)
            try await system.produce("kartra.appointments", [line], headers: structured)
        }
        func deadLetters(_ count: Int) async throws {
            try await Eventually.value("dead letter \(count)") {
                try await system.consume("calsync.dead-letters").count == count ? true : nil
            }
        }
        func mirrors(_ count: Int) async throws {
            try await Eventually.value("mirror \(count)") {
                try await system.events(token).count { ($0["summary"] as? String)?.contains(search.mark) ?? false }
                    == count ? true : nil
            }
        }

        try await produce("7001")
        try await mirrors(1)
        try await system.fail("events.insert", status: 400, message: quoted, reason: "invalid", times: 1)
        try await produce("7002", Canaries.date(61) + "T09:00")
        try await deadLetters(1)
        try await system.fail("events.insert", status: 500, message: quoted, times: 2)
        try await produce("7003", Canaries.date(62) + "T09:00")
        try await mirrors(2)
        try await produce("7004", Canaries.date(63) + "T09:00Z")
        try await deadLetters(2)

        // Kartra's own way: its ping, and one that is not what it should be.
        let command = try await system.calsync(["ping-url", "--account", System.account])
        try await Eventually.value("the ping's address") { command.isRunning ? nil : true }
        let address = command.log.trimmingCharacters(in: .whitespacesAndNewlines)
        try await system.call("POST", "/control/kartra/accounts/42/outbound", ["url": address])
        try await system.call(
            "POST", "/control/kartra/accounts/42/bookings",
            [
                "calendarId": "77", "classId": "310",
                "lead": [
                    "firstName": people.next(), "lastName": people.next(), "email": "\(people.next())@example.com",
                ],
                "sessions": [
                    ["startsAt": Canaries.date(64) + "T13:00", "durationMinutes": 45] as [String: any Sendable]
                ],
            ])
        try await mirrors(3)
        _ = try await system.fetch([
            "-f", "-d", #"{"action":"calendar_subscribe","lead":{"email":"\#(people.next())@example.com"}}"#, address,
        ])
        try await deadLetters(3)

        // The host has written into a mirror, and the booking is moved.
        let mirror = try await system.events(token).first {
            ($0["summary"] as? String)?.contains(people.texts[0]) ?? false
        }
        let id = try #require(mirror?["id"] as? String)
        try await system.call(
            "PATCH", Self.calendar + "/\(id)", ["summary": "\(events.mark)m", "description": "\(events.mark)n"],
            token: token)
        let before = try await system.consume("calsync.results").count
        try await produce("7001", Canaries.date(60) + "T15:00", id: "evt-7001-moved")
        try await Eventually.value("the result of the change") {
            try await system.consume("calsync.results").count > before ? true : nil
        }
    }
}
