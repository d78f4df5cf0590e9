import CalendarSync
import Foundation

/// What decides how the links of an account stand, beside themselves and their feeds.
struct LinkCircumstances: Sendable {
    /// Records are parked by subscription and by feed; the account's count stands for each link's.
    let parked: Int
    private let integrations: [String: Integration]
    private let now: Date

    init(integrations: [Integration], parked: Int, now: Date) {
        self.integrations = Dictionary(integrations.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.parked = parked
        self.now = now
    }

    func status(of link: LinkOutline, _ feed: FeedOutline?) -> LinkStatus {
        LinkStatus(
            link: link, integration: integrations[link.integrationId], feed: feed, isParked: parked > 0, now: now)
    }
}
