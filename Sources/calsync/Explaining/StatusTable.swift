import CalendarSync
import Console
import Foundation

/// Links as people read them.
struct StatusTable {
    private let links: [LinkOverview]
    private let now: Date

    init(_ links: [LinkOverview], now: Date) {
        self.links = links
        self.now = now
    }

    var text: String {
        TextTable(
            ["account", "class", "status", "why", "behind", "mirrors", "blocks", "last change", "last read"],
            rows: links.map(row)
        ).text
    }

    private func row(_ overview: LinkOverview) -> [String] {
        [
            overview.link.accountId, overview.link.classId, overview.status, overview.reason ?? "–",
            overview.behindSeconds.map { $0 == 0 ? "–" : Self.span(TimeInterval($0)) } ?? "never in step",
            String(overview.mirrors), String(overview.blocks), ago(overview.link.lastChangeAt),
            ago(overview.feed?.lastSyncedAt),
        ]
    }

    private func ago(_ date: Date?) -> String {
        date.map { Self.span(max(0, now.timeIntervalSince($0))) + " ago" } ?? "never"
    }

    /// In the largest unit of which there are two.
    static func span(_ seconds: TimeInterval) -> String {
        switch seconds {
        case ..<120: "\(Int(seconds)) s"
        case ..<7_200: "\(Int(seconds / 60)) min"
        case ..<172_800: "\(Int(seconds / 3_600)) h"
        default: "\(Int(seconds / 86_400)) d"
        }
    }
}
