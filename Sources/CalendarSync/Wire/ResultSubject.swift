/// What a result speaks of; every id may be absent.
public struct ResultSubject: Hashable, Codable, Sendable {
    public var accountId: String?
    public var calendarId: String?
    public var classId: String?
    public var subscriptionId: String?
    public var feedId: String?

    public init(
        accountId: String? = nil, calendarId: String? = nil, classId: String? = nil, subscriptionId: String? = nil,
        feedId: String? = nil
    ) {
        self.accountId = accountId
        self.calendarId = calendarId
        self.classId = classId
        self.subscriptionId = subscriptionId
        self.feedId = feedId
    }

    public init(_ booking: Booking) {
        self.init(
            accountId: booking.accountId, calendarId: booking.calendarId, classId: booking.classId,
            subscriptionId: booking.subscriptionId)
    }

    /// The entity, by which results are keyed: subscription, else feed, else class.
    public var key: String? {
        if let accountId, let subscriptionId { return "\(accountId)/\(subscriptionId)" }
        if let feedId { return feedId }
        if let accountId, let classId { return "\(accountId)/\(classId)" }
        return accountId
    }
}
