/// One page of a list of events. A page may be empty and still not be the last.
public struct EventPage: Decodable, Sendable, Hashable {
    public var items: [GoogleEvent]
    public var nextPageToken: String?
    /// Only on the last page.
    public var nextSyncToken: String?
    /// The calendar's, IANA.
    public var timeZone: String?
    public var accessRole: AccessRole?

    private enum CodingKeys: String, CodingKey {
        case items, nextPageToken, nextSyncToken, timeZone, accessRole
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        items = try values.decodeIfPresent([GoogleEvent].self, forKey: .items) ?? []
        nextPageToken = try values.decodeIfPresent(String.self, forKey: .nextPageToken)
        nextSyncToken = try values.decodeIfPresent(String.self, forKey: .nextSyncToken)
        timeZone = try values.decodeIfPresent(String.self, forKey: .timeZone)
        accessRole = try values.decodeIfPresent(AccessRole.self, forKey: .accessRole)
    }
}
