/// An event as written, whole: what is not in it is not in the calendar afterwards. It never has guests.
public struct GoogleEventDraft: Sendable, Hashable {
    /// 5 to 1024 of `a`–`v` and `0`–`9`, once for each calendar, deleted events included. Needed to insert.
    public var id: String?
    public var summary: String
    public var description: String?
    public var location: String?
    public var start: GoogleEventTime
    public var end: GoogleEventTime
    public var status: EventStatus = .confirmed
    public var transparency: EventTransparency = .opaque
    public var visibility: EventVisibility = .default
    public var reminders: EventReminders = .calendarDefault
    public var colorID: String?
    /// Keys up to 44 and values up to 1024 characters; Google drops or cuts longer ones without a word.
    public var extendedPrivate: [String: String] = [:]

    public init(id: String? = nil, summary: String, start: GoogleEventTime, end: GoogleEventTime) {
        self.id = id
        self.summary = summary
        self.start = start
        self.end = end
    }
}

extension GoogleEventDraft: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id, summary, description, location, start, end, status, transparency, visibility, reminders
        case colorID = "colorId"
        case extendedProperties
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encodeIfPresent(id, forKey: .id)
        try values.encode(summary, forKey: .summary)
        try values.encodeIfPresent(description, forKey: .description)
        try values.encodeIfPresent(location, forKey: .location)
        try values.encode(start, forKey: .start)
        try values.encode(end, forKey: .end)
        try values.encode(status, forKey: .status)
        try values.encode(transparency, forKey: .transparency)
        try values.encode(visibility, forKey: .visibility)
        try values.encode(reminders, forKey: .reminders)
        try values.encodeIfPresent(colorID, forKey: .colorID)
        if !extendedPrivate.isEmpty {
            try values.encode(["private": extendedPrivate], forKey: .extendedProperties)
        }
    }
}

extension GoogleEventDraft: CustomDebugStringConvertible, CustomReflectable {
    /// Titles carry leads' names, so none is shown.
    public var debugDescription: String { "GoogleEventDraft(id: \(id ?? "none"))" }

    public var customMirror: Mirror { Mirror(self, children: ["id": id as Any]) }
}
