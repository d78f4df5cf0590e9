/// A mirror event that the store knows and that a full reading of its calendar did not show.
public struct UnseenMirror: Hashable, Sendable {
    public let eventId: String
    public let subscriptionId: String

    public init(eventId: String, subscriptionId: String) {
        self.eventId = eventId
        self.subscriptionId = subscriptionId
    }
}
