import CalendarSync
import Foundation
import Testing

@testable import Kartra

@Suite struct KartraPingTests {
    private static let receivedAt = Date(timeIntervalSince1970: 1_796_112_900.25)

    private func read(_ change: (inout PingSample) -> Void = { _ in }) throws -> KartraPing {
        var sample = PingSample()
        change(&sample)
        return try KartraPing.read(value: sample.bytes(), accountId: "42", receivedAt: Self.receivedAt)
    }

    private func booking(_ change: (inout PingSample) -> Void = { _ in }) throws -> Booking {
        guard case .booking(let booking) = try read(change) else { throw Rejection(.refused, detail: "no booking") }
        return booking
    }

    @Test func aPingIsReadWhole() throws {
        let zone = try #require(TimeZone(identifier: "America/Denver"))
        let sessions = try ["2026-12-11 09:00", "2026-12-18 09:00"].map { text in
            Session(
                local: try #require(LocalDateTime(text, separator: " ")), text: text, durationMinutes: 60, zone: zone)
        }
        #expect(sessions.map(\.startsAt.rfc3339) == ["2026-12-11T16:00:00Z", "2026-12-18T16:00:00Z"])
        #expect(
            try booking()
                == Booking(
                    accountId: "42", calendarId: "77", calendarName: "Coaching", classId: "310",
                    className: "Strategy call", subscriptionId: "9001", status: .booked,
                    lead: Lead(
                        id: "501", firstName: "Ana", lastName: "Lopez", email: "ana@example.com", phone: "+1 5550100"),
                    hosts: [
                        .init(firstName: "Sam", lastName: "Reed", email: "sam@example.com"),
                        .init(firstName: "Kim", lastName: "Ng", email: "kim@example.com"),
                    ],
                    timeZone: "America/Denver", sessions: sessions,
                    order: BookingOrder(revision: nil, occurredAt: Self.receivedAt)))
    }

    @Test func numericStringsMeanTheSameAsNumbers() throws {
        let strings = try booking {
            $0.lead["id"] = "501"
            for (key, value) in ["calendar_id": "77", "class_id": "310", "calendar_subscription_id": "9001"] {
                $0.calendar[key] = value
            }
            $0.setEvent(0, "event_duration", "60")
            $0.setEvent(1, "event_duration", "060")
        }
        #expect(strings == (try booking()))
    }

    @Test func unknownKeysAndEmptyTextsDoNoHarm() throws {
        let odd = try booking {
            $0.lead["google_plus"] = ""
            $0.lead["lead_deleted_date"] = NSNull()
            $0.lead["last_name"] = NSNull()
            $0.lead["phone_country_code"] = nil
            $0.calendar["calendar_name"] = NSNull()
            $0.calendar["class_name"] = nil
            $0.calendar["hosts"] = NSNull()
            $0.calendar["price"] = ["amount": 3]
            $0.setEvent(0, "room", "blue")
        }
        #expect(odd.lead.fullName == "Ana" && odd.lead.phone == "5550100")
        #expect(odd.calendarName.isEmpty && odd.className.isEmpty && odd.hosts.isEmpty)
        #expect(odd.sessions.count == 2)
    }

    @Test(arguments: [
        ("calendar_subscribe", BookingStatus.booked), ("calendar_cancel", .cancelled),
        ("calendar_complete", .completed),
    ])
    func theActionSaysWhereTheSubscriptionStands(action: String, status: BookingStatus) throws {
        #expect(try booking { $0.action = action }.status == status)
    }

    @Test(arguments: ["calendar_cancel", "calendar_complete"])
    func anEndedSubscriptionNeedsNoSessions(action: String) throws {
        for events in [[] as [Any], NSNull(), nil] as [Any?] {
            let ended = try booking {
                $0.action = action
                $0.calendar["events"] = events
            }
            #expect(ended.sessions.isEmpty)
        }
    }

    @Test(arguments: ["lead_tag_assigned", "calendar", "Calendar_subscribe", ""])
    func anotherActionIsIgnoredWhateverElseThePingHolds(action: String) throws {
        #expect(try read { $0.document = ["action": action] } == .ignored(action: action))
        #expect(
            try read { $0.document = ["action": action, "lead": [] as [Any], "action_details": 7] }
                == .ignored(action: action))
    }

    @Test(arguments: [
        // The clock springs from 02:00 to 03:00: forward by the gap.
        ("2027-03-14 02:30", "2027-03-14T07:30:00Z", true),
        ("2027-03-14 01:59", "2027-03-14T06:59:00Z", false),
        ("2027-03-14 03:00", "2027-03-14T07:00:00Z", false),
        // The clock shows 01:30 twice: the first time is meant.
        ("2026-11-01 01:30", "2026-11-01T05:30:00Z", false),
        ("2026-11-01 02:00", "2026-11-01T07:00:00Z", false),
    ])
    func sessionsAreReadByTheVendorsClock(local: String, instant: String, adjusted: Bool) throws {
        let session = try booking {
            $0.calendar["vendor_timezone"] = "America/New_York"
            $0.setEvent(0, "event_date", local)
        }.sessions[0]
        #expect(session.startsAt.rfc3339 == instant)
        #expect(session.timeAdjusted == adjusted)
        #expect(session.localStart == local)
    }

    @Test func theNewerOfTwoPingsIsTheOneReceivedLater() throws {
        let value = try PingSample().bytes()
        func order(_ time: TimeInterval) throws -> BookingOrder? {
            let ping = try KartraPing.read(
                value: value, accountId: "42", receivedAt: Date(timeIntervalSince1970: time))
            if case .booking(let booking) = ping { return booking.order }
            return nil
        }
        let first = try #require(try order(1))
        #expect(first.isOlder(than: try #require(try order(2))))
    }

    @Test(arguments: [nil, ""] as [String?])
    func aPingWithoutItsAccountIsRejected(accountId: String?) throws {
        let value = try PingSample().bytes()
        let rejection = try #require(throws: Rejection.self) {
            try KartraPing.read(value: value, accountId: accountId, receivedAt: Self.receivedAt)
        }
        #expect(rejection.reason == .missingField && rejection.field == "kartra_account_id")
    }

    @Test(arguments: [
        ("42\u{0}", "has a control character"), (String(repeating: "4", count: 129), "must have 1 to 128"),
    ])
    func anAccountThatIsNoIdIsRejected(accountId: String, detail: String) throws {
        for value in [try PingSample().bytes(), Array(#"{"action":"buy_product"}"#.utf8)] {
            let rejection = try #require(throws: Rejection.self) {
                try KartraPing.read(value: value, accountId: accountId, receivedAt: Self.receivedAt)
            }
            #expect(rejection.reason == .invalidValue && rejection.field == "kartra_account_id")
            #expect(rejection.detail.hasPrefix(detail))
        }
    }

    @Test func aPingWithoutAZoneIsReadInThatOfItsAddress() throws {
        for absent in [nil, NSNull()] as [NSNull?] {
            var sample = PingSample()
            sample.calendar["vendor_timezone"] = absent
            sample.setEvent(0, "event_date", "2026-12-11 09:00")
            let ping = try KartraPing.read(
                value: sample.bytes(), accountId: "42", timeZone: "America/New_York", receivedAt: Self.receivedAt)
            guard case .booking(let booking) = ping else {
                Issue.record("no booking")
                return
            }
            #expect(booking.timeZone == "America/New_York")
            #expect(booking.sessions[0].startsAt.rfc3339 == "2026-12-11T14:00:00Z")
        }
    }

    @Test func theZoneOfTheAddressReplacesNoneThatThePingNames() throws {
        func read(_ zone: String, _ standard: String) throws -> KartraPing {
            var sample = PingSample()
            sample.calendar["vendor_timezone"] = zone
            return try KartraPing.read(
                value: sample.bytes(), accountId: "42", timeZone: standard, receivedAt: Self.receivedAt)
        }
        guard case .booking(let booking) = try read("America/Denver", "Nowhere/Atlantis") else {
            Issue.record("no booking")
            return
        }
        #expect(booking.timeZone == "America/Denver")
        let rejection = try #require(throws: Rejection.self) { try read("America/Atlantis", "America/Denver") }
        #expect(rejection.reason == .unknownTimeZone)
        #expect(rejection.field == "action_details.calendar.vendor_timezone")
        #expect(rejection.detail.contains("America/Atlantis"))
    }

    @Test func aZoneOfTheAddressThatNobodyKnowsIsNamed() throws {
        var sample = PingSample()
        sample.calendar["vendor_timezone"] = nil
        let value = try sample.bytes()
        let rejection = try #require(throws: Rejection.self) {
            try KartraPing.read(
                value: value, accountId: "42", timeZone: "America/Atlantis", receivedAt: Self.receivedAt)
        }
        #expect(rejection.reason == .unknownTimeZone && rejection.field == "kartra_time_zone")
    }
}
