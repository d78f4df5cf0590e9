public import Foundation

/// What is to be done for one record.
public struct RoutedWork: Sendable {
    public enum Task: Sendable {
        case handle(@Sendable (InputContext) async -> Outcome)
        /// Take up again what is parked under the work's key, unless that was done since this was asked for.
        case unpark(askedAt: Date)
    }

    /// Work of one key is done one after the other, in order of arrival.
    public let key: String
    public let subject: ResultSubject
    /// Whose share of the places it takes: works of one account together leave places to others.
    public let account: String
    /// The identity of the input, the same in every delivery.
    public let eventId: String
    /// One run that begins after all of them arrived serves several inputs of the key.
    public let coalesces: Bool
    /// Of several that coalesce, such a one is to be handled rather than the last: that it came says something itself.
    public let announces: Bool
    public let task: Task

    /// - Parameter account: nil: the subject's, or where that has none a share for the key alone.
    public init(
        key: String, subject: ResultSubject, account: String? = nil, eventId: String, coalesces: Bool = false,
        announces: Bool = false, task: Task
    ) {
        self.key = key
        self.subject = subject
        self.account = account ?? subject.accountId ?? key
        self.eventId = eventId
        self.coalesces = coalesces
        self.announces = announces
        self.task = task
    }
}
