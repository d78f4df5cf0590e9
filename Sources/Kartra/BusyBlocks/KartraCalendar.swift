import CalendarSync

/// A calendar of a Kartra account, with the classes that can be linked.
public struct KartraCalendar: Hashable, Sendable {
    public struct Class: Hashable, Sendable {
        public let classId: String
        public let className: String
    }

    public let calendarId: String
    public let calendarName: String
    public let classes: [Class]
}

extension KartraCalendar: Decodable {
    private enum CodingKeys: String, CodingKey { case calendarId, calendarName, classes }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        calendarId = try values.decode(Identifier.self, forKey: .calendarId).text
        calendarName = try values.decode(String.self, forKey: .calendarName)
        classes = try values.decode([Class].self, forKey: .classes)
    }
}

extension KartraCalendar.Class: Decodable {
    private enum CodingKeys: String, CodingKey { case classId, className }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        classId = try values.decode(Identifier.self, forKey: .classId).text
        className = try values.decode(String.self, forKey: .className)
    }
}
