/// A calendar as its user sees it in the list.
public struct CalendarListEntry: Sendable, Hashable {
    public let id: String
    /// The user's own name for it, or else the calendar's.
    public let name: String
    /// The calendar's own, not its events'; read because a calendar of our making is known by it.
    public let description: String?
    /// IANA.
    public let timeZone: String?
    /// Google's number of the colour that the user has given it.
    public let colorId: String?
    /// `#rrggbb`
    public let backgroundColor: String?
    public let accessRole: AccessRole
    public let isPrimary: Bool
    public let isHidden: Bool
    public let isDeleted: Bool
}

extension CalendarListEntry: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id, summary, summaryOverride, description, timeZone, colorId, backgroundColor, accessRole, primary, hidden,
            deleted
    }

    /// Google leaves out what is false, and of a deleted entry nearly everything.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        let summary = try values.decodeIfPresent(String.self, forKey: .summary)
        name = try values.decodeIfPresent(String.self, forKey: .summaryOverride) ?? summary ?? id
        description = try values.decodeIfPresent(String.self, forKey: .description)
        timeZone = try values.decodeIfPresent(String.self, forKey: .timeZone)
        colorId = try values.decodeIfPresent(String.self, forKey: .colorId)
        backgroundColor = try values.decodeIfPresent(String.self, forKey: .backgroundColor)
        accessRole = try values.decodeIfPresent(AccessRole.self, forKey: .accessRole) ?? .noAccess
        isPrimary = try values.decodeIfPresent(Bool.self, forKey: .primary) ?? false
        isHidden = try values.decodeIfPresent(Bool.self, forKey: .hidden) ?? false
        isDeleted = try values.decodeIfPresent(Bool.self, forKey: .deleted) ?? false
    }
}
