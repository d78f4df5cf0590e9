import CalendarSync

/// The ping's JSON: `lead`, `action` and `action_details`, whose shape depends on the action.
enum PingDocument: Decodable {
    case calendar(BookingStatus, PingLead, PingCalendar)
    case other(action: String)

    private enum CodingKeys: String, CodingKey {
        case lead, action
        case details = "action_details"
    }

    private enum DetailKeys: String, CodingKey { case calendar }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let action = try values.decode(String.self, forKey: .action)
        guard action.hasPrefix("calendar_") else {
            self = .other(action: action)
            return
        }
        guard let status = Self.status(of: action) else {
            throw Rejection(
                .unknownAction, field: InputDecoder.path(values.codingPath + [CodingKeys.action]),
                detail: "\(action.prefix(64)) is not a known action of a calendar")
        }
        let details = try values.nestedContainer(keyedBy: DetailKeys.self, forKey: .details)
        let calendar = try details.decode(PingCalendar.self, forKey: .calendar)
        if status == .booked, calendar.sessions.isEmpty {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: details.codingPath + [DetailKeys.calendar, PingCalendar.CodingKeys.events],
                    debugDescription: "a booking has at least one session"))
        }
        self = .calendar(status, try values.decode(PingLead.self, forKey: .lead), calendar)
    }

    private static func status(of action: String) -> BookingStatus? {
        switch action {
        case "calendar_subscribe": .booked
        case "calendar_cancel": .cancelled
        case "calendar_complete": .completed
        default: nil
        }
    }
}
