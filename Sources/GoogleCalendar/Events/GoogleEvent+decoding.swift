import Foundation

extension GoogleEvent: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id, status, etag, updated, start, end, recurrence
        case recurringEventID = "recurringEventId"
        case originalStartTime, transparency, visibility, eventType, attendees, extendedProperties, sequence
    }

    private struct ExtendedProperties: Decodable {
        let `private`: [String: String]?
    }

    /// Google leaves out what equals its default, and of a cancelled event may give the id alone.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(id: try values.decode(String.self, forKey: .id))
        status = try values.decodeIfPresent(EventStatus.self, forKey: .status) ?? status
        etag = try values.decodeIfPresent(String.self, forKey: .etag)
        updated = try values.decodeIfPresent(String.self, forKey: .updated).flatMap(RFC3339.parse)
        start = try values.decodeIfPresent(GoogleEventTime.self, forKey: .start)
        end = try values.decodeIfPresent(GoogleEventTime.self, forKey: .end)
        recurrence = try values.decodeIfPresent([String].self, forKey: .recurrence) ?? []
        recurringEventID = try values.decodeIfPresent(String.self, forKey: .recurringEventID)
        originalStartTime = try values.decodeIfPresent(GoogleEventTime.self, forKey: .originalStartTime)
        transparency = try values.decodeIfPresent(EventTransparency.self, forKey: .transparency) ?? transparency
        visibility = try values.decodeIfPresent(EventVisibility.self, forKey: .visibility) ?? visibility
        eventType = try values.decodeIfPresent(EventType.self, forKey: .eventType) ?? eventType
        attendees = try values.decodeIfPresent([Attendee].self, forKey: .attendees) ?? []
        extendedPrivate =
            try values.decodeIfPresent(ExtendedProperties.self, forKey: .extendedProperties)?.private ?? [:]
        sequence = try values.decodeIfPresent(Int.self, forKey: .sequence)
    }
}

extension GoogleEvent.Attendee: Decodable {
    private enum CodingKeys: String, CodingKey {
        case isSelf = "self"
        case responseStatus
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            isSelf: try values.decodeIfPresent(Bool.self, forKey: .isSelf) ?? false,
            responseStatus: try values.decodeIfPresent(ResponseStatus.self, forKey: .responseStatus))
    }
}
