import CalendarSync
import Foundation

/// What decides how the links of an account stand, beside themselves.
struct LinkCircumstances: Sendable {
    /// Records are parked by subscription and by feed; the account's count stands for each link's.
    let parked: Int
    private let integrations: [String: Integration]
    private let feeds: [String: FeedOutline]
    private let now: Date

    init(integrations: [Integration], feeds: [String: FeedOutline], parked: Int, now: Date) {
        self.integrations = Dictionary(integrations.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.feeds = feeds
        self.parked = parked
        self.now = now
    }

    func status(of link: LinkOutline) -> LinkStatus {
        LinkStatus(
            link: link, integration: integrations[link.integrationId], feed: feeds[link.feedId], isParked: parked > 0,
            now: now)
    }
}
