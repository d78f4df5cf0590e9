import CalendarSync
import Foundation
import OutboundHTTP
import Synchronization

/// What happens in the demo: a lead books and changes her mind, the host lives in Google Calendar.
final class DemoStory: Sendable {
    private let sandbox: JSONClient
    private let google: JSONClient
    private let monday: Date
    private let ids = Mutex<[String: String]>([:])

    init(sandbox: JSONClient, google: JSONClient, now: Date) {
        self.sandbox = sandbox
        self.google = google
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = Self.zone
        let nextWeek = now.addingTimeInterval(7 * 86_400)
        monday =
            calendar.nextDate(after: nextWeek, matching: DateComponents(hour: 0, weekday: 2), matchingPolicy: .nextTime)
            ?? nextWeek
    }

    private static let zone = TimeZone(identifier: DemoWorld.timeZone) ?? .gmt

    var scenes: [DemoScene] {
        [
            DemoScene(.kartraToGoogle, "Ana books “Strategy call”, Mon 09:00", [.mirrorInserted]) { [self] in
                try await book("ana", DemoWorld.strategyCall, "Ana", [(0, "09:00")])
            },
            DemoScene(.kartraToGoogle, "Ben books two “Group sessions”", [.mirrorInserted]) { [self] in
                try await book("ben", DemoWorld.groupSession, "Ben", [(1, "10:00"), (2, "10:00")])
            },
            DemoScene(.kartraToGoogle, "Ana moves to Mon 11:00", [.mirrorUpdated]) { [self] in
                try await sandbox.call(
                    .post, booking("ana") + "/reschedule", ["sessions": sessions([(0, "11:00")])])
            },
            DemoScene(.kartraToGoogle, "Ben cancels", [.mirrorDeleted]) { [self] in
                try await sandbox.call(.post, booking("ben") + "/cancel", [:])
            },
            DemoScene(.googleToKartra, "Host notes “Dentist”, Wed 14:00–15:00", [.blockWritten]) { [self] in
                try await insert("dentist", DemoWorld.hostEmail, timed(2, "14:00", "15:00"))
            },
            DemoScene(.googleToKartra, "Host moves it to Thu 08:00–09:30", [.blockWritten]) { [self] in
                try await google.call(.put, event("dentist", DemoWorld.hostEmail), timed(3, "08:00", "09:30"))
            },
            DemoScene(.googleToKartra, "Host deletes it", [.blockRemoved]) { [self] in
                try await google.call(.delete, event("dentist", DemoWorld.hostEmail))
            },
            DemoScene(.googleToKartra, "Team is off all Friday", [.blockWritten]) { [self] in
                try await insert(
                    "off", DemoWorld.teamCalendar,
                    ["start": ["date": day(4)], "end": ["date": day(5)], "summary": "Team day"])
            },
            DemoScene(.googleToKartra, "Stand-up each Tuesday, 3 times", [.blockWritten]) { [self] in
                var series = timed(1, "08:30", "08:45")
                series["recurrence"] = ["RRULE:FREQ=WEEKLY;COUNT=3"]
                try await insert("standup", DemoWorld.teamCalendar, series)
            },
            DemoScene(.googleToKartra, "Host notes a “Free” reminder", []) { [self] in
                var reminder = timed(2, "16:00", "17:00")
                reminder["transparency"] = "transparent"
                try await insert("reminder", DemoWorld.hostEmail, reminder)
            },
        ]
    }

    // MARK: Kartra's side

    private func book(_ name: String, _ classId: String, _ firstName: String, _ times: [(Int, String)]) async throws {
        let answer = try await sandbox.call(
            .post, "/control/kartra/accounts/\(DemoWorld.accountId)/bookings",
            [
                "calendarId": DemoWorld.calendarId, "classId": classId, "timeZone": DemoWorld.timeZone,
                "lead": ["firstName": firstName, "lastName": "Lopez", "email": "\(name)@example.com"],
                "sessions": sessions(times),
            ])
        remember(name, answer.object["subscriptionId"] as? String)
    }

    private func booking(_ name: String) -> String {
        "/control/kartra/accounts/\(DemoWorld.accountId)/bookings/\(known(name))"
    }

    private func sessions(_ times: [(Int, String)]) -> [[String: any Sendable]] {
        times.map { ["startsAt": "\(day($0.0))T\($0.1)", "durationMinutes": 60] }
    }

    // MARK: Google's side

    private func insert(_ name: String, _ calendarId: String, _ body: [String: any Sendable]) async throws {
        let answer = try await google.call(.post, "/calendars/\(escape(calendarId))/events", body)
        remember(name, answer.object["id"] as? String)
    }

    private func event(_ name: String, _ calendarId: String) -> String {
        "/calendars/\(escape(calendarId))/events/\(known(name))"
    }

    private func timed(_ day: Int, _ from: String, _ to: String) -> [String: any Sendable] {
        func time(_ text: String) -> [String: String] {
            ["dateTime": "\(self.day(day))T\(text):00", "timeZone": DemoWorld.timeZone]
        }
        return ["summary": "Private", "start": time(from), "end": time(to)]
    }

    // MARK: Both

    private func day(_ offset: Int) -> String {
        String(monday.addingTimeInterval(TimeInterval(offset * 86_400)).rfc3339(in: Self.zone).prefix(10))
    }

    private func escape(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }

    private func remember(_ name: String, _ id: String?) { ids.withLock { $0[name] = id } }
    private func known(_ name: String) -> String { ids.withLock { $0[name] } ?? "unknown" }
}
