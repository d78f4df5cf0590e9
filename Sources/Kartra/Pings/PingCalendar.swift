import CalendarSync
import Foundation

/// `action_details.calendar` of a ping.
struct PingCalendar: Decodable {
    let calendarId: String
    let calendarName: String
    let classId: String
    let className: String
    let subscriptionId: String
    let timeZone: String
    let hosts: [CalendarSync.Host]
    let sessions: [Session]

    enum CodingKeys: String, CodingKey {
        case hosts, events
        case calendarId = "calendar_id"
        case calendarName = "calendar_name"
        case classId = "class_id"
        case className = "class_name"
        case subscriptionId = "calendar_subscription_id"
        case timeZone = "vendor_timezone"
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        calendarId = try values.decode(PingNumber.self, forKey: .calendarId).text
        calendarName = try values.decodeIfPresent(String.self, forKey: .calendarName) ?? ""
        classId = try values.decode(PingNumber.self, forKey: .classId).text
        className = try values.decodeIfPresent(String.self, forKey: .className) ?? ""
        subscriptionId = try values.decode(PingNumber.self, forKey: .subscriptionId).text
        let zone: TimeZone
        (timeZone, zone) = try Self.zone(values, default: Self.timeZone(of: decoder))
        hosts = try values.decodeIfPresent([PingHost].self, forKey: .hosts)?.map(\.host) ?? []
        sessions = try values.decodeIfPresent([PingEvent].self, forKey: .events)?.map { $0.session(in: zone) } ?? []
    }

    /// The vendor's zone; only where the ping names none that of its address. A wrong one is never replaced by the other.
    private static func zone(
        _ values: KeyedDecodingContainer<CodingKeys>, default standard: String?
    ) throws -> (name: String, zone: TimeZone) {
        let named = try values.decodeIfPresent(String.self, forKey: .timeZone)
        guard let name = named ?? standard else {
            throw Rejection(
                .missingField, field: InputDecoder.path(values.codingPath + [CodingKeys.timeZone]),
                detail: "is missing")
        }
        guard let zone = TimeZone(ianaName: name) else {
            throw Rejection(
                .unknownTimeZone,
                field: named == nil
                    ? KartraPing.timeZoneHeader : InputDecoder.path(values.codingPath + [CodingKeys.timeZone]),
                detail: "\(name.prefix(64)) is not in the IANA time zone database")
        }
        return (name, zone)
    }

    private static let timeZoneKey = CodingUserInfoKey(rawValue: KartraPing.timeZoneHeader)

    /// For decoding a ping whose address names this zone.
    static func userInfo(timeZone: String?) -> [CodingUserInfoKey: any Sendable] {
        guard let timeZoneKey, let timeZone else { return [:] }
        return [timeZoneKey: timeZone]
    }

    private static func timeZone(of decoder: any Decoder) -> String? {
        timeZoneKey.flatMap { decoder.userInfo[$0] as? String }
    }

    private struct PingHost: Decodable {
        let firstName, lastName, email: String?

        enum CodingKeys: String, CodingKey {
            case firstName = "host_first_name"
            case lastName = "host_last_name"
            case email = "host_email_address"
        }

        var host: CalendarSync.Host {
            .init(firstName: firstName ?? "", lastName: lastName ?? "", email: email ?? "")
        }
    }
}
