import CalendarSync

/// What the store says of a parked key.
enum ParkedReading: Sendable {
    case records([ParkedRecord])
    /// One of them cannot be decoded, such as one that a newer version has written.
    case unreadable
}
