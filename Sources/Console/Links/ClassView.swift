import CalendarSync

/// A class as the API shows it, linked or not.
struct ClassView: Encodable, Sendable {
    let calendarId: String
    /// Nil for a class that was linked before its first booking named it.
    let calendarName: String?
    let classId: String
    let className: String?
    let link: LinkView?

    private enum CodingKeys: String, CodingKey { case calendarId, calendarName, classId, className, link }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(calendarId, forKey: .calendarId)
        try values.encode(calendarName, forKey: .calendarName)
        try values.encode(classId, forKey: .classId)
        try values.encode(className, forKey: .className)
        try values.encode(link, forKey: .link)
    }
}
