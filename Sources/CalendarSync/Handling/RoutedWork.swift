/// What is to be done for one record.
public struct RoutedWork: Sendable {
    public enum Task: Sendable {
        case handle(@Sendable (InputContext) async -> Outcome)
        /// Take up again what is parked under the work's key.
        case unpark
    }

    /// Work of one key is done one after the other, in order of arrival.
    public let key: String
    public let subject: ResultSubject
    /// The identity of the input, the same in every delivery.
    public let eventId: String
    /// One run that begins after all of them arrived serves several inputs of the key.
    public let coalesces: Bool
    public let task: Task

    public init(key: String, subject: ResultSubject, eventId: String, coalesces: Bool = false, task: Task) {
        self.key = key
        self.subject = subject
        self.eventId = eventId
        self.coalesces = coalesces
        self.task = task
    }
}
