import CalendarSync
import Foundation

/// Reads links with all that is shown of them.
struct LinkReader: Sendable {
    let store: any Store
    let directory: ClassDirectory
    let now: @Sendable () -> Date

    func link(_ key: ClassKey) async throws -> LinkView {
        if let link = try await store.link(key) { return try await view(of: link) }
        guard let unlinking = try await store.unlinking(key), unlinking.certificate == nil else {
            throw ConsoleError.unknownLink
        }
        return try await view(of: unlinking)
    }

    func links(accountId: String) async throws -> [LinkView] {
        var views: [LinkView] = []
        for link in try await store.links(accountId: accountId) {
            views.append(try await view(of: link))
        }
        for unlinking in try await store.unlinkings(accountId: accountId) {
            views.append(try await view(of: unlinking))
        }
        return views.sorted { $0.link.classId < $1.link.classId }
    }

    /// The classes that Kartra offers or bookings have named, by calendar and class name. Kartra's own word is the newer.
    func known(accountId: String) async throws -> [KnownClass] {
        let offered = await directory.classes(accountId: accountId)
        let ids = Set(offered.map(\.classId))
        let named = try await store.classes(accountId: accountId)
        if offered.isEmpty { return named }
        return (offered + named.filter { !ids.contains($0.classId) })
            .sorted { ($0.calendarName, $0.className, $0.classId) < ($1.calendarName, $1.className, $1.classId) }
    }

    func known(_ key: ClassKey) async throws -> KnownClass? {
        try await known(accountId: key.accountId).first { $0.classId == key.classId }
    }

    /// The classes that are known, and those that were linked before they were.
    func classes(accountId: String) async throws -> [ClassView] {
        var links = Dictionary(
            try await links(accountId: accountId).map { ($0.link.classId, $0) }, uniquingKeysWith: { first, _ in first }
        )
        let known = try await known(accountId: accountId).map { known in
            ClassView(
                calendarId: known.calendarId, calendarName: known.calendarName, classId: known.classId,
                className: known.className, link: links.removeValue(forKey: known.classId))
        }
        let unnamed = links.values.sorted { $0.link.classId < $1.link.classId }.map { view in
            ClassView(
                calendarId: view.link.calendarId, calendarName: nil, classId: view.link.classId, className: nil,
                link: view)
        }
        return known + unnamed
    }

    func parkedCount(accountId: String) async throws -> Int {
        try await store.parkedCount(accountId: accountId)
    }

    /// A link that is being ended, as it last stood; its counts go down as it does.
    func view(of unlinking: Unlinking) async throws -> LinkView {
        try await view(of: unlinking.link, unlinking: unlinking)
    }

    func view(of link: ClassLink, unlinking: Unlinking? = nil) async throws -> LinkView {
        let integration = try await store.integration(id: link.integrationId)
        let feed = try await store.feed(id: link.feedId)
        // Records are parked by subscription and by feed; the account's count stands for the link's.
        let parked = try await store.parkedCount(accountId: link.accountId)
        return LinkView(
            link: link, feed: feed,
            status: unlinking == nil
                ? LinkStatus(link: link, integration: integration, feed: feed, isParked: parked > 0, now: now())
                : .unlinking,
            unlinking: unlinking,
            counts: LinkView.Counts(
                mirrors: try await store.mirrorCount(of: link.classKey),
                blocks: try await store.blockCount(of: link.classKey), parked: parked))
    }
}
