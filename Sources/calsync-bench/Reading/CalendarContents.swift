import Foundation

/// Events spread over the year ahead, as people have them: some text, a few guests.
enum CalendarContents {
    static func event(_ number: Int, isSeries: Bool) -> [String: any Sendable] {
        let start = Date.now.addingTimeInterval(TimeInterval(86_400 + (number * 7_919) % 30_000_000 / 900 * 900))
        func time(_ date: Date) -> [String: String] {
            ["dateTime": date.formatted(.iso8601), "timeZone": "America/Denver"]
        }
        var event: [String: any Sendable] = [
            "summary": "Appointment \(number)", "description": String(repeating: "What it is about. ", count: 10),
            "start": time(start), "end": time(start.addingTimeInterval(1_800)),
            "attendees": (0..<3).map { ["email": "guest\($0)@example.com", "displayName": "Guest \($0)"] },
        ]
        if isSeries { event["recurrence"] = ["RRULE:FREQ=WEEKLY"] }
        return event
    }
}
