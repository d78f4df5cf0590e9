/// One page of a user's calendars.
public struct CalendarListPage: Decodable, Sendable, Hashable {
    static let fields =
        "nextPageToken,items(id,summary,summaryOverride,description,timeZone,accessRole,primary,hidden,deleted)"

    public let items: [CalendarListEntry]
    public let nextPageToken: String?

    private enum CodingKeys: String, CodingKey {
        case items, nextPageToken
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        items = try values.decodeIfPresent([CalendarListEntry].self, forKey: .items) ?? []
        nextPageToken = try values.decodeIfPresent(String.self, forKey: .nextPageToken)
    }
}
