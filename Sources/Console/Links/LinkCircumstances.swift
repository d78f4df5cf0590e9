import CalendarSync
import Foundation

/// What decides how the links of an account stand, beside themselves and their feeds.
struct LinkCircumstances: Sendable {
    private let integrations: [String: Integration]
    private let parked: [ParkedGroup]
    private let oldestInput: Date?
    private let now: Date

    /// - Parameter oldestInput: since when the oldest input that no worker has settled waits; nil: none does, or it is not
    ///   known.
    init(integrations: [Integration], parked: [ParkedGroup], oldestInput: Date?, now: Date) {
        self.integrations = Dictionary(integrations.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.parked = parked
        self.oldestInput = oldestInput
        self.now = now
    }

    func parking(of link: LinkOutline) -> LinkParking? {
        // Most often nothing waits, and a feed's id is a hash.
        parked.isEmpty ? nil : LinkParking(parked, classId: link.classId, feedId: link.feedId)
    }

    func status(of link: LinkOutline, _ feed: FeedOutline?) -> LinkStatus {
        LinkStatus(
            link: link, integration: integrations[link.integrationId], feed: feed,
            parking: parking(of: link), oldestInput: oldestInput, now: now)
    }
}
