/// What a parked key waits for, besides time.
public enum ParkingCondition: Hashable, Codable, Sendable {
    case time
    /// The owner connecting the Google account again.
    case reconnect(integrationId: String)
}
