/// The booking event of the contract as JSON text, with some of its members replaced by other JSON or left out.
struct BookingJSON: Sendable {
    private var members: [(name: String, json: String)] = [
        ("accountId", #""42""#), ("calendarId", #""77""#), ("calendarName", #""Coaching""#), ("classId", #""310""#),
        ("className", #""Strategy call""#), ("subscriptionId", #""9001""#), ("status", #""booked""#),
        (
            "lead",
            #"{"id":"501","firstName":"Ana","lastName":"Lopez","email":"ana@example.com","phone":"+1 5550100"}"#
        ),
        ("hosts", #"[{"firstName":"Sam","lastName":"Reed","email":"sam@example.com"}]"#),
        ("timeZone", #""America/Denver""#),
        ("sessions", #"[{"startsAt":"2026-12-11T09:00","durationMinutes":60}]"#),
        ("occurredAt", #""2026-12-01T08:15:00Z""#), ("revision", "3"),
    ]

    func with(_ name: String, _ json: String) -> BookingJSON {
        var copy = without(name)
        copy.members.append((name, json))
        return copy
    }

    func without(_ name: String) -> BookingJSON {
        var copy = self
        copy.members.removeAll { $0.name == name }
        return copy
    }

    var text: String { "{" + members.map { "\"\($0.name)\":\($0.json)" }.joined(separator: ",") + "}" }
    var bytes: [UInt8] { Array(text.utf8) }

    func structured(type: String = "com.kartra.booking.v1", id: String = "evt-1") -> [UInt8] {
        Array(#"{"specversion":"1.0","id":"\#(id)","source":"/kartra","type":"\#(type)","data":\#(text)}"#.utf8)
    }
}
