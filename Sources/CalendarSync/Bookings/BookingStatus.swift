/// Where a subscription stands.
public enum BookingStatus: String, Codable, Sendable {
    /// Its sessions stand in the host's calendar.
    case booked
    /// Its sessions are taken out.
    case cancelled
    /// All sessions are over; their events stay.
    case completed
}
