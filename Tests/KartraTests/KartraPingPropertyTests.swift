import CalendarSync
import Foundation
import Testing
import TestSupport

@testable import Kartra

@Suite struct KartraPingPropertyTests {
    @Test func everyValidPingIsReadAsItWasMeant() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for round in 0..<500 {
            let meant = Meant(using: &random)
            let value = try meant.sample(using: &random).bytes()
            let received = Date(timeIntervalSince1970: .random(in: 0...4e9, using: &random))
            let ping = try KartraPing.read(value: value, accountId: meant.accountId, receivedAt: received)
            #expect(ping == .booking(try meant.booking(receivedAt: received)), "seed \(seed), round \(round)")
        }
    }

    /// A booking as it is meant, from which a ping is made.
    private struct Meant {
        let accountId: String
        let calendarId, classId, subscriptionId, leadId: Int
        let names: [String]
        let status: (action: String, status: BookingStatus)
        let zone: String
        let hosts: Int
        let events: [(text: String, minutes: Int)]

        init(using random: inout SeededGenerator) {
            accountId = String(Int.random(in: 1...9_999, using: &random))
            calendarId = .random(in: 0...Int.max, using: &random)
            classId = .random(in: 0...999, using: &random)
            subscriptionId = .random(in: 0...999_999, using: &random)
            leadId = .random(in: 0...999_999, using: &random)
            let alphabet = Array("aZé字🙂\"\\/ \n\u{0}{}[]")
            names = (0..<6).map { _ in
                String(
                    (0..<Int.random(in: 0...12, using: &random)).map { _ in
                        alphabet.randomElement(using: &random) ?? "a"
                    })
            }
            let statuses: [(String, BookingStatus)] = [
                ("calendar_subscribe", .booked), ("calendar_cancel", .cancelled), ("calendar_complete", .completed),
            ]
            status = statuses[.random(in: 0..<3, using: &random)]
            let zones = [
                "America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "UTC", "Australia/Lord_Howe",
            ]
            zone = zones[.random(in: 0..<zones.count, using: &random)]
            hosts = .random(in: 0...3, using: &random)
            let fewest = status.status == .booked ? 1 : 0
            events = (0..<Int.random(in: fewest...5, using: &random)).map { _ in
                func two(_ range: ClosedRange<Int>) -> String {
                    let number = Int.random(in: range, using: &random)
                    return number < 10 ? "0\(number)" : "\(number)"
                }
                let year = Int.random(in: 1_970...2_100, using: &random)
                return (
                    "\(year)-\(two(1...12))-\(two(1...28)) \(two(0...23)):\(two(0...59))",
                    .random(in: 1...Session.longestMinutes, using: &random)
                )
            }
        }

        func sample(using random: inout SeededGenerator) -> PingSample {
            func number(_ value: Int) -> Any { Bool.random(using: &random) ? value : String(value) }
            var sample = PingSample()
            sample.action = status.action
            sample.lead = [
                "id": number(leadId), "first_name": names[0], "last_name": names[1], "email": names[2],
                "phone": names[3], "score": number(3), "extra": ["a": NSNull()],
            ]
            sample.calendar = [
                "calendar_id": number(calendarId), "calendar_name": names[4], "class_id": number(classId),
                "class_name": names[5], "calendar_subscription_id": number(subscriptionId), "vendor_timezone": zone,
                "hosts": (0..<hosts).map { ["host_first_name": names[$0], "unknown": $0] as [String: Any] },
                "events": events.map { ["event_date": $0.text, "event_duration": number($0.minutes)] },
                "calendar_subscription_status": NSNull(),
            ]
            return sample
        }

        func booking(receivedAt: Date) throws -> Booking {
            let timeZone = try #require(TimeZone(identifier: zone))
            return Booking(
                accountId: accountId, calendarId: String(calendarId), calendarName: names[4], classId: String(classId),
                className: names[5], subscriptionId: String(subscriptionId), status: status.status,
                lead: Lead(
                    id: String(leadId), firstName: names[0], lastName: names[1], email: names[2], phone: names[3]),
                hosts: (0..<hosts).map { .init(firstName: names[$0], lastName: "", email: "") }, timeZone: zone,
                sessions: try events.map { event in
                    Session(
                        local: try #require(LocalDateTime(event.text, separator: " ")), text: event.text,
                        durationMinutes: event.minutes, zone: timeZone)
                },
                order: BookingOrder(revision: nil, occurredAt: receivedAt))
        }
    }
}
