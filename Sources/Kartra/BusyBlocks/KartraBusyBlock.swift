import CalendarSync
public import Foundation

/// A block as Kartra has it.
public struct KartraBusyBlock: Hashable, Sendable {
    public let blockId: String
    public let startsAt: Date
    /// Exclusive.
    public let endsAt: Date
    public let allDay: Bool
    /// IANA name.
    public let timeZone: String
    public let origin: String
}

extension KartraBusyBlock: Decodable {
    private enum CodingKeys: String, CodingKey { case blockId, startsAt, endsAt, allDay, timeZone, origin }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func instant(_ key: CodingKeys) throws -> Date {
            guard let date = Date(rfc3339: try values.decode(String.self, forKey: key)) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: values, debugDescription: "is not an RFC 3339 instant with offset")
            }
            return date
        }
        blockId = try values.decode(String.self, forKey: .blockId)
        startsAt = try instant(.startsAt)
        endsAt = try instant(.endsAt)
        allDay = try values.decode(Bool.self, forKey: .allDay)
        timeZone = try values.decode(String.self, forKey: .timeZone)
        origin = try values.decode(String.self, forKey: .origin)
    }
}
