/// Where the blocks of a class are written.
public enum BlockTarget: Hashable, Codable, Sendable {
    /// Kartra's busy-block port.
    case kartra
    /// A Google calendar of our own making, which Kartra's own Google sync reads.
    case googleCalendar(integrationId: String, calendarId: String)
}
