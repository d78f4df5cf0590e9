import CalendarSync
import Foundation
import Records
import Testing

/// A rejection goes into headers, results and logs, so nothing in it may quote a person or a title.
@Suite struct RejectionPrivacyTests {
    private static let canary = "CANARY"

    /// Every field that may hold a name, with a name in it.
    private static let named = BookingJSON()
        .with("className", #""CANARY class""#).with("calendarName", #""CANARY calendar""#)
        .with(
            "lead",
            #"{"id":"501","firstName":"CANARY","lastName":"CANARY","email":"CANARY@example.com","phone":"CANARY"}"#
        )
        .with("hosts", #"[{"firstName":"CANARY","lastName":"CANARY","email":"CANARY@example.com"}]"#)

    private static let values: [[UInt8]] =
        [
            named.with("timeZone", #""EST""#), named.with("status", #""pending""#), named.with("occurredAt", "5"),
            named.without("sessions"), named.with("revision", "1.5"),
            named.with("sessions", #"[{"startsAt":"CANARY","durationMinutes":60}]"#),
            named.with("className", #"["CANARY"]"#), named.with("className", #"{"CANARY":"CANARY"}"#),
            named.with("calendarName", #"{"CANARY":1}"#),
            named.with("lead", #""CANARY""#), named.with("lead", #"["CANARY"]"#),
            named.with("lead", #"{"CANARY":"CANARY"}"#),
            named.with("lead", #"{"id":"501","firstName":["CANARY"]}"#),
            named.with("lead", #"{"id":"501","firstName":"CANARY\q"}"#),
            named.with("lead", #"{"id":"501","firstName":"CANARY\ud800"}"#),
            named.with("lead", #"{"id":"501","firstName":"CANARY\u12"}"#),
            named.with("lead", #"{"id":"501","phone":CANARY}"#),
            named.with("hosts", #""CANARY""#), named.with("hosts", #"["CANARY"]"#),
            named.with("hosts", #"[{"firstName":{"CANARY":1}}]"#),
            named.with("hosts", #"[{"lastName":"CANARY"#),
            named.with("lead", "{\"id\":\"501\",\"lastName\":\"CANARY\u{1}\"}"),
        ].map(\.bytes)
        + [
            Array(named.text.dropLast(20).utf8), Array((named.text + "CANARY").utf8), named.bytes + [0xff],
            Array(#""CANARY""#.utf8), Array("CANARY".utf8),
            named.bytes + [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20),
        ]

    @Test(arguments: values)
    func quotesNobody(value: [UInt8]) throws {
        let record = Sample.consumed(value)
        let rejection = try #require(throws: Rejection.self) { try BookingEvent.read(record) }
        #expect(!"\(rejection)".contains(Self.canary))
        #expect(!String(reflecting: rejection).contains(Self.canary))
        #expect(!(rejection.field ?? "").contains(Self.canary) && !rejection.detail.contains(Self.canary))

        let letter = DeadLetter.record(of: record, because: rejection, topics: Topics())
        let headers = letter.headers.all.map { $0.name + String(decoding: $0.value ?? [], as: UTF8.self) }
        #expect(!headers.joined().contains(Self.canary))
        #expect(letter.value == value)
    }
}
