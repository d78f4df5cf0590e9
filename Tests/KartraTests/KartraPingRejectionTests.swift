import CalendarSync
import Foundation
import Testing

@testable import Kartra

@Suite struct KartraPingRejectionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let reason: Rejection.Reason
        let field: String?
        let change: @Sendable (inout PingSample) -> Void

        init(
            _ name: String, _ reason: Rejection.Reason, _ field: String?,
            _ change: @escaping @Sendable (inout PingSample) -> Void
        ) {
            self.name = name
            self.reason = reason
            self.field = field
            self.change = change
        }

        var testDescription: String { name }
    }

    private static let calendar = "action_details.calendar"

    private static let envelope = [
        Case("no action", .missingField, "action") { $0.action = nil },
        Case("action null", .missingField, "action") { $0.action = NSNull() },
        Case("action a number", .wrongType, "action") { $0.action = 7 },
        Case("unknown action of a calendar", .unknownAction, "action") { $0.action = "calendar_reschedule" },
        Case("no details", .missingField, "action_details") { $0.document = ["action": "calendar_cancel"] },
        Case("details a text", .wrongType, "action_details") {
            $0.document = ["action": "calendar_cancel", "action_details": "x"]
        },
        Case("no calendar", .missingField, calendar) {
            $0.document = ["action": "calendar_cancel", "action_details": [:] as [String: Any]]
        },
        Case("no lead", .missingField, "lead") {
            $0.document = ["action": "calendar_subscribe", "action_details": ["calendar": $0.calendar]]
        },
        Case("no lead id", .missingField, "lead.id") { $0.lead["id"] = nil },
        Case("lead id not numeric", .invalidValue, "lead.id") { $0.lead["id"] = "Ana" },
        Case("lead name a number", .wrongType, "lead.first_name") { $0.lead["first_name"] = 7 },
    ]

    private static let numbers = ["calendar_id", "class_id", "calendar_subscription_id"].flatMap { key in
        [
            Case("no \(key)", .missingField, "\(calendar).\(key)") { $0.calendar[key] = nil },
            Case("\(key) null", .missingField, "\(calendar).\(key)") { $0.calendar[key] = NSNull() },
            Case("\(key) empty", .invalidValue, "\(calendar).\(key)") { $0.calendar[key] = "" },
            Case("\(key) not numeric", .invalidValue, "\(calendar).\(key)") { $0.calendar[key] = "3l0" },
            Case("\(key) negative", .invalidValue, "\(calendar).\(key)") { $0.calendar[key] = -3 },
            Case("\(key) a list", .wrongType, "\(calendar).\(key)") { $0.calendar[key] = [3] },
        ]
    }

    private static let zones = [
        Case("no zone", .missingField, "\(calendar).vendor_timezone") { $0.calendar["vendor_timezone"] = nil },
        Case("zone empty", .unknownTimeZone, "\(calendar).vendor_timezone") { $0.calendar["vendor_timezone"] = "" },
        Case("zone unknown", .unknownTimeZone, "\(calendar).vendor_timezone") {
            $0.calendar["vendor_timezone"] = "America/Atlantis"
        },
        Case("zone an abbreviation", .unknownTimeZone, "\(calendar).vendor_timezone") {
            $0.calendar["vendor_timezone"] = "EST"
        },
        Case("zone a number", .wrongType, "\(calendar).vendor_timezone") { $0.calendar["vendor_timezone"] = 1 },
    ]

    private static let lists = [
        Case("booked without events", .invalidValue, "\(calendar).events") { $0.calendar["events"] = [] as [Any] },
        Case("booked with events left out", .invalidValue, "\(calendar).events") { $0.calendar["events"] = nil },
        Case("events an object", .wrongType, "\(calendar).events") { $0.calendar["events"] = ["0": 1] },
        Case("event a text", .wrongType, "\(calendar).events[0]") { $0.calendar["events"] = ["2026"] },
        Case("hosts a text", .wrongType, "\(calendar).hosts") { $0.calendar["hosts"] = "Sam" },
        Case("host's name a number", .wrongType, "\(calendar).hosts[1].host_last_name") {
            $0.calendar["hosts"] = [[:], ["host_last_name": 7]]
        },
    ]

    private static let dates = [
        "12/11/2026 9:00 AM", "2026-12-11T09:00", "2026-12-11 09:00Z", "2026-12-11 09:00+01:00", "2026-13-11 09:00",
        "2026-02-29 09:00", "2026-12-11 24:00", "2026-12-11 9:00", "2026-12-11", "2026-12-11 09:00:00",
        " 2026-12-11 09:00", "",
    ].map { (text: String) -> Case in
        Case("event_date \(text)", .invalidValue, "\(calendar).events[1].event_date") {
            $0.setEvent(1, "event_date", text)
        }
    }

    private static let otherDates = [
        Case("no event_date", .missingField, "\(calendar).events[0].event_date") { $0.setEvent(0, "event_date", nil) },
        Case("bad event_date in a cancel", .invalidValue, "\(calendar).events[0].event_date") {
            $0.action = "calendar_cancel"
            $0.setEvent(0, "event_date", "soon")
        },
    ]

    private static let durations = [
        0, -60, 44_641, "0", "-60", "+60", "60 min", "60.0", "", "99999999999999999999" as any Sendable,
    ].map { (value: any Sendable) -> Case in
        Case("event_duration \(value)", .invalidValue, "\(calendar).events[1].event_duration") {
            $0.setEvent(1, "event_duration", value)
        }
    }

    private static let otherDurations = [
        Case("no event_duration", .missingField, "\(calendar).events[0].event_duration") {
            $0.setEvent(0, "event_duration", nil)
        },
        Case("event_duration a truth", .wrongType, "\(calendar).events[0].event_duration") {
            $0.setEvent(0, "event_duration", true)
        },
    ]

    @Test(arguments: envelope + numbers + zones + lists + dates + otherDates + durations + otherDurations)
    func whatIsWrongIsNamedByItsPlaceInThePing(example: Case) throws {
        var sample = PingSample()
        example.change(&sample)
        let value = try sample.bytes()
        let rejection = try #require(throws: Rejection.self) {
            try KartraPing.read(value: value, accountId: "42", receivedAt: Date(timeIntervalSince1970: 0))
        }
        #expect(rejection.reason == example.reason)
        #expect(rejection.field == example.field)
        for personal in ["Ana", "Lopez", "Sam", "Reed", "example.com", "5550100"] {
            #expect(!rejection.detail.contains(personal))
        }
    }

    @Test(
        arguments: [
            (nil, Rejection.Reason.nullValue),
            ([], .notJSON),
            (Array("lead=501&action=calendar_cancel".utf8), .notJSON),
            (Array(#"{"action":"#.utf8) + [0x22, 0xFF, 0x22, 0x7D], .invalidUTF8),
            (Array(repeating: 0x20, count: InputDecoder.longestValue + 1), .tooLarge),
        ] as [([UInt8]?, Rejection.Reason)])
    func whatIsNoJSONIsRejectedAsAWhole(value: [UInt8]?, reason: Rejection.Reason) throws {
        let rejection = try #require(throws: Rejection.self) {
            try KartraPing.read(value: value, accountId: "42", receivedAt: Date(timeIntervalSince1970: 0))
        }
        #expect(rejection.reason == reason && rejection.field == nil)
    }
}
