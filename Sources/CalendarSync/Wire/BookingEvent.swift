import Foundation

/// `com.kartra.booking.v1` as it stands on the wire.
public struct BookingEvent: EventPayload, Hashable {
    public static let eventType = "com.kartra.booking.v1"

    public let booking: Booking

    private enum CodingKeys: String, CodingKey {
        case accountId, calendarId, calendarName, classId, className, subscriptionId, status, lead, hosts, timeZone
        case sessions, occurredAt, revision
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let zoneName = try values.decode(String.self, forKey: .timeZone)
        guard let zone = TimeZone(ianaName: zoneName) else {
            throw Rejection(
                .unknownTimeZone, field: InputDecoder.path(values.codingPath + [CodingKeys.timeZone]),
                detail: "\(zoneName.prefix(64)) is not in the IANA time zone database")
        }
        let occurredAtText = try values.decode(String.self, forKey: .occurredAt)
        guard let occurredAt = Date(rfc3339: occurredAtText) else {
            throw DecodingError.dataCorruptedError(
                forKey: .occurredAt, in: values, debugDescription: "is not an RFC 3339 instant with offset")
        }
        let statusText = try values.decode(String.self, forKey: .status)
        guard let status = BookingStatus(rawValue: statusText) else {
            throw DecodingError.dataCorruptedError(
                forKey: .status, in: values,
                debugDescription: "\(statusText.prefix(64)) is not booked, cancelled or completed")
        }
        let sessions = try values.decode([WireSession].self, forKey: .sessions)
        if status == .booked, sessions.isEmpty {
            throw DecodingError.dataCorruptedError(
                forKey: .sessions, in: values, debugDescription: "a booked subscription has at least one session")
        }
        booking = Booking(
            accountId: try values.decode(Identifier.self, forKey: .accountId).text,
            calendarId: try values.decode(Identifier.self, forKey: .calendarId).text,
            calendarName: try values.decodeIfPresent(String.self, forKey: .calendarName) ?? "",
            classId: try values.decode(Identifier.self, forKey: .classId).text,
            className: try values.decode(String.self, forKey: .className),
            subscriptionId: try values.decode(Identifier.self, forKey: .subscriptionId).text,
            status: status,
            lead: try values.decode(WireLead.self, forKey: .lead).lead,
            hosts: try values.decodeIfPresent([WireHost].self, forKey: .hosts)?.map(\.host) ?? [],
            timeZone: zoneName,
            sessions: sessions.map { $0.session(in: zone) },
            order: BookingOrder(
                revision: try values.decodeIfPresent(WholeNumber.self, forKey: .revision)?.value, occurredAt: occurredAt
            ))
    }

    private struct WireSession: Decodable {
        let local: LocalDateTime
        let text: String
        let durationMinutes: Int

        enum CodingKeys: String, CodingKey { case startsAt, durationMinutes }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            text = try values.decode(String.self, forKey: .startsAt)
            guard let local = LocalDateTime(text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .startsAt, in: values,
                    debugDescription: "is not a local time YYYY-MM-DDTHH:MM without offset")
            }
            self.local = local
            durationMinutes = try values.decode(WholeNumber.self, forKey: .durationMinutes).value
            guard (1...Session.longestMinutes).contains(durationMinutes) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .durationMinutes, in: values,
                    debugDescription: "\(durationMinutes) is not between 1 and \(Session.longestMinutes)")
            }
        }

        func session(in zone: TimeZone) -> Session {
            Session(local: local, text: text, durationMinutes: durationMinutes, zone: zone)
        }
    }

    private struct WireLead: Decodable {
        let id: Identifier
        let firstName, lastName, email, phone: String?

        var lead: Lead {
            Lead(
                id: id.text, firstName: firstName ?? "", lastName: lastName ?? "", email: email ?? "",
                phone: phone ?? "")
        }
    }

    private struct WireHost: Decodable {
        let firstName, lastName, email: String?

        var host: Host { Host(firstName: firstName ?? "", lastName: lastName ?? "", email: email ?? "") }
    }
}
