/// A calendar that a class could be linked to, as the API shows it.
public struct GoogleCalendarChoice: Hashable, Encodable, Sendable {
    public let id: String
    public let name: String
    /// IANA name.
    public let timeZone: String?
    /// Google's own word: `owner`, `writer`, `reader`, `freeBusyReader`.
    public let accessRole: String
    public let primary: Bool
    /// Mirror events can be written.
    public let writable: Bool
    /// Google pushes its changes; other calendars are polled.
    public let watchable: Bool

    public init(
        id: String, name: String, timeZone: String?, accessRole: String, primary: Bool, writable: Bool, watchable: Bool
    ) {
        self.id = id
        self.name = name
        self.timeZone = timeZone
        self.accessRole = accessRole
        self.primary = primary
        self.writable = writable
        self.watchable = watchable
    }
}
