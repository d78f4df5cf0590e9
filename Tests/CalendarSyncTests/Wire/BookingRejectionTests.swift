import CalendarSync
import Foundation
import Records
import Testing

@Suite struct BookingRejectionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let json: BookingJSON
        let reason: Rejection.Reason
        let field: String
        let testDescription: String

        init(_ member: String, _ json: String?, _ reason: Rejection.Reason, _ field: String? = nil) {
            self.json = json.map { BookingJSON().with(member, $0) } ?? BookingJSON().without(member)
            self.reason = reason
            self.field = field ?? member
            testDescription = "\(member): \(json?.prefix(60) ?? "absent")"
        }
    }

    private static let required = [
        "accountId", "calendarId", "classId", "className", "subscriptionId", "status", "lead", "timeZone", "sessions",
        "occurredAt",
    ]

    private static let wrongShapes: [Case] = [
        Case("accountId", "true", .wrongType), Case("accountId", "{}", .wrongType),
        Case("accountId", "1.5", .wrongType),
        Case("accountId", "99999999999999999999", .wrongType), Case("classId", "[1]", .wrongType),
        Case("className", "5", .wrongType), Case("calendarName", "[]", .wrongType), Case("status", "1", .wrongType),
        Case("timeZone", "-7", .wrongType), Case("occurredAt", "1796112900", .wrongType),
        Case("revision", #""3""#, .wrongType), Case("revision", "1.5", .wrongType),
        Case("revision", "1e30", .wrongType),
        Case("lead", "[]", .wrongType), Case("lead", #""Ana""#, .wrongType),
        Case("lead", "{}", .missingField, "lead.id"), Case("lead", #"{"id":null}"#, .missingField, "lead.id"),
        Case("lead", #"{"id":"501","firstName":5}"#, .wrongType, "lead.firstName"),
        Case("hosts", "{}", .wrongType), Case("hosts", "[5]", .wrongType, "hosts[0]"),
        Case("hosts", #"[{},{"email":false}]"#, .wrongType, "hosts[1].email"),
        Case("sessions", "{}", .wrongType), Case("sessions", "[5]", .wrongType, "sessions[0]"),
        Case("sessions", "[null]", .missingField, "sessions[0]"),
        Case("sessions", #"[{"durationMinutes":60}]"#, .missingField, "sessions[0].startsAt"),
        Case("sessions", #"[{"startsAt":"2026-12-11T09:00"}]"#, .missingField, "sessions[0].durationMinutes"),
    ]

    private static let wrongValues: [Case] =
        [
            Case("status", #""pending""#, .invalidValue), Case("status", #""Booked""#, .invalidValue),
            Case("sessions", "[]", .invalidValue), Case("accountId", #""""#, .invalidValue),
            Case("subscriptionId", "\"\(String(repeating: "9", count: 129))\"", .invalidValue),
            Case("lead", #"{"id":""}"#, .invalidValue, "lead.id"),
            Case("occurredAt", #""2026-12-01T08:15:00""#, .invalidValue),
            Case("occurredAt", #""2026-02-30T08:15:00Z""#, .invalidValue), Case("occurredAt", #""""#, .invalidValue),
        ]
        + ["", "2026-12-11T09:00Z", "2026-12-11T09:00-07:00", "2026-02-29T09:00", "2026-12-11T24:00", "11 Dec 2026"]
        .map { start in
            Case(
                "sessions", #"[{"startsAt":"\#(start)","durationMinutes":60}]"#, .invalidValue, "sessions[0].startsAt")
        }
        + [
            ("0", Rejection.Reason.invalidValue), ("-60", .invalidValue), ("44641", .invalidValue),
            ("9223372036854775807", .invalidValue), ("9223372036854775808", .wrongType), ("60.5", .wrongType),
            ("1e30", .wrongType), (#""60""#, .wrongType), ("true", .wrongType), ("null", .missingField),
        ].map { minutes, reason in
            Case(
                "sessions",
                #"[{"startsAt":"2026-12-11T09:00","durationMinutes":60},{"startsAt":"2026-12-12T09:00","durationMinutes":\#(minutes)}]"#,
                reason, "sessions[1].durationMinutes")
        }
        + ["EST", "GMT+3", "", "Mars/Olympus", "america/denver"].map {
            Case("timeZone", "\"\($0)\"", .unknownTimeZone)
        }

    private static let all =
        required.map { Case($0, nil, .missingField) } + required.map { Case($0, "null", .missingField) } + wrongShapes
        + wrongValues

    private func rejection(
        _ value: [UInt8]?, _ headers: RecordHeaders = RecordHeaders()
    ) throws -> Rejection {
        try #require(throws: Rejection.self) { try BookingEvent.read(Sample.consumed(value, headers: headers)) }
    }

    @Test(arguments: all)
    func namesReasonAndFieldAsTheyStandInTheInput(example: Case) throws {
        let binary = try rejection(example.json.bytes)
        #expect(binary.reason == example.reason)
        #expect(binary.field == example.field)
        #expect(!binary.detail.isEmpty && binary.detail.count <= 200)
        let structured = try rejection(
            example.json.structured(), ["content-type": "application/cloudevents+json"])
        #expect(structured.reason == example.reason)
        #expect(structured.field == "data." + example.field)
    }

    @Test func machineValuesAreQuoted() throws {
        #expect(try rejection(BookingJSON().with("timeZone", #""EST""#).bytes).detail.contains("EST"))
        #expect(try rejection(BookingJSON().with("status", #""pending""#).bytes).detail.contains("pending"))
        let json = BookingJSON().with("sessions", #"[{"startsAt":"2026-12-11T09:00","durationMinutes":-60}]"#)
        #expect(try rejection(json.bytes).detail.contains("-60"))
    }

    @Test func longValuesAreNotQuotedWhole() throws {
        let long = String(repeating: "x", count: 100_000)
        for json in [BookingJSON().with("status", "\"\(long)\""), BookingJSON().with("timeZone", "\"\(long)\"")] {
            #expect(try rejection(json.bytes).detail.count <= 200)
        }
        let headers: RecordHeaders = ["ce_type": long]
        #expect(try rejection(BookingJSON().bytes, headers).detail.count <= 200)
    }

    @Test func recordWithoutValueIsNamed() throws {
        #expect(try rejection(nil) == Rejection(.nullValue, detail: "the record has no value"))
        #expect(try rejection(Array("null".utf8)).reason == .nullValue)
    }

    @Test(arguments: ["", " ", "{", "nonsense", "{\"accountId\":}", "{} trailing", "\u{0}", "{'a':1}"])
    func textThatIsNotJSONIsNamed(text: String) throws {
        let rejection = try rejection(Array(text.utf8))
        #expect(rejection.reason == .notJSON && rejection.field == nil)
    }

    @Test(arguments: ["[]", "5", "\"text\"", "true"])
    func jsonThatIsNoObjectIsNamed(text: String) throws {
        let rejection = try rejection(Array(text.utf8))
        #expect(rejection.reason == .wrongType && rejection.field == nil)
    }

    @Test func bytesThatAreNotUTF8AreNamed() throws {
        let broken = Array(#"{"className":""#.utf8) + [0xff, 0xfe] + Array(#""}"#.utf8)
        #expect(try rejection(broken).reason == .invalidUTF8)
        let utf16 = Array(try #require(BookingJSON().text.data(using: .utf16)))
        #expect(try rejection(utf16).reason == .invalidUTF8)
    }

    @Test func nestingWithoutEndIsRefused() throws {
        let deep = String(repeating: "[", count: 200_000)
        #expect(try rejection(Array(deep.utf8)).reason == .notJSON)
    }

    @Test func moreThanAMebibyteIsRefusedUnread() throws {
        let padded = BookingJSON().bytes + [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
        #expect(try BookingEvent.read(Sample.consumed(Array(padded.prefix(1 << 20)))).payload.booking.accountId == "42")
        #expect(try rejection(Array(padded.prefix(1 << 20 + 1))).reason == .tooLarge)
        #expect(try rejection([UInt8](repeating: 0xff, count: 1 << 20 + 1)).reason == .tooLarge)
    }

    @Test func unknownTypesAreNamed() throws {
        let binary = try rejection(BookingJSON().bytes, ["ce_type": "com.kartra.lead.v1"])
        #expect(binary.reason == .unknownType && binary.field == "type")
        let structured = try rejection(
            BookingJSON().structured(type: "com.kartra.lead.v1"), ["content-type": "application/cloudevents+json"])
        #expect(structured.reason == .unknownType && structured.field == "type")
        #expect(structured.detail.contains("com.kartra.lead.v1"))
    }

    @Test func envelopeWithoutItsPartsIsNamed() throws {
        let headers: RecordHeaders = ["content-type": "application/cloudevents+json"]
        func rejection(_ json: String) throws -> Rejection { try self.rejection(Array(json.utf8), headers) }
        #expect(try rejection("{}").field == "type")
        #expect(try rejection(#"{"type":"com.kartra.booking.v1"}"#).field == "id")
        #expect(try rejection(#"{"type":"com.kartra.booking.v1","id":"1"}"#).field == "data")
        #expect(try rejection(#"{"type":"com.kartra.booking.v1","id":"1","data":null}"#).field == "data")
        let empty = try self.rejection(BookingJSON().structured(id: ""), headers)
        #expect(empty.reason == .invalidValue && empty.field == "id")
    }
}
