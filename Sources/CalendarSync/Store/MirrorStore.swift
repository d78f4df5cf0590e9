/// Which booking a mirror event stands for, told by the event's id alone: of a deleted event Google may say no more.
public protocol MirrorStore: Sendable {
    /// The subscriptions, by event id, of those events that are mirrors of an account's bookings.
    func subscriptions(ofMirrors eventIds: [String], accountId: String) async throws -> [String: String]
}
