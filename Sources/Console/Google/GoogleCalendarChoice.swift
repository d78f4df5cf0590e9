/// A calendar that a class could be linked to, as the API shows it.
public struct GoogleCalendarChoice: Hashable, Encodable, Sendable {
    public let id: String
    public let name: String
    /// IANA name.
    public let timeZone: String?
    /// The colour it has in Google Calendar, as `#rrggbb`.
    public let color: String?
    /// That colour's name in Google Calendar; nil for one of the user's own mixing.
    public let colorName: String?
    /// Google's own word: `owner`, `writer`, `reader`, `freeBusyReader`.
    public let accessRole: String
    public let primary: Bool
    /// Mirror events can be written.
    public let writable: Bool
    /// Google pushes its changes; other calendars are polled.
    public let watchable: Bool

    public init(
        id: String, name: String, timeZone: String?, color: String? = nil, colorName: String? = nil, accessRole: String,
        primary: Bool, writable: Bool, watchable: Bool
    ) {
        self.id = id
        self.name = name
        self.timeZone = timeZone
        self.color = color
        self.colorName = colorName
        self.accessRole = accessRole
        self.primary = primary
        self.writable = writable
        self.watchable = watchable
    }
}
