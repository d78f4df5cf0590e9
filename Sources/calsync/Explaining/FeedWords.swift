import CalendarSync
import Foundation

/// A feed as people read it.
struct FeedWords {
    private let feed: Feed
    private let now: Date

    init(_ feed: Feed, now: Date) {
        self.feed = feed
        self.now = now
    }

    var text: String {
        TextTable(
            ["calendar", feed.googleCalendarId],
            rows: [
                ["access", feed.access.rawValue + (feed.accessRole.map { ", \($0)" } ?? "")],
                ["last read", feed.lastSyncedAt?.rfc3339 ?? "never"],
                ["next reading", feed.dueAt?.rfc3339 ?? "none"],
                ["next list", feed.syncToken == nil ? "everything" : "the changes"],
                ["push", push], ["pings missed", String(feed.missedPings ?? 0)],
                ["unreachable since", feed.unreachableSince?.rfc3339 ?? "–"],
            ]
        ).text
    }

    private var push: String {
        if !feed.isWatchable { return "Google refuses it for this calendar; polled every minute" }
        if let since = feed.pushLostSince { return "degraded: no pings since \(since.rfc3339); polled every minute" }
        guard let end = feed.channels.compactMap(\.expiresAt).max(), end > now else {
            return "no channel; polled every minute"
        }
        return "channel until \(end.rfc3339)"
    }

    static func audit(_ feed: Feed, of key: ClassKey) -> String? {
        guard let audit = feed.lastAudit,
            let found = audit.links.first(where: { $0.accountId == key.accountId && $0.classId == key.classId })
        else { return nil }
        return "\(audit.at.rfc3339): compared \(found.compared), missing \(found.missing), extra \(found.extra), "
            + "repaired \(found.repaired)"
    }
}
