import CalendarSync

/// The body of `PUT …/link` and of `POST …/link/preview`.
struct LinkRequest: Decodable, Sendable {
    /// Kartra's calendar.
    let calendarId: String
    let integrationId: String
    let googleCalendarId: String
    let options: LinkOptions

    private enum CodingKeys: String, CodingKey { case calendarId, integrationId, googleCalendarId, options }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        calendarId = try values.decode(Identifier.self, forKey: .calendarId).text
        integrationId = try values.decode(String.self, forKey: .integrationId)
        googleCalendarId = try values.decode(String.self, forKey: .googleCalendarId)
        options = try values.decodeIfPresent(LinkOptions.self, forKey: .options) ?? LinkOptions()
    }

    /// - Throws: `ConsoleError`, naming the field that cannot be read.
    init(json bytes: [UInt8]) throws {
        self = try ConsoleError.naming { () throws(Rejection) in try InputDecoder.decode(LinkRequest.self, from: bytes)
        }
    }
}
