import CalendarSync
import Foundation

/// Reads links with all that is shown of them.
struct LinkReader: Sendable {
    let store: any Store
    let directory: ClassDirectory
    /// Since when the oldest input that no worker has settled waits; nil: none does, or it is not known.
    var oldestInput: @Sendable () -> Date? = { nil }
    let now: @Sendable () -> Date

    func link(_ key: ClassKey) async throws -> LinkView {
        if let link = try await store.link(key) { return try await view(of: link) }
        guard let unlinking = try await store.unlinking(key), unlinking.certificate == nil else {
            throw ConsoleError.unknownLink
        }
        return try await view(of: unlinking)
    }

    func links(accountId: String) async throws -> [LinkView] {
        try await views(
            of: store.links(accountId: accountId), store.unlinkings(accountId: accountId), accountId: accountId
        ).sorted { $0.link.classId < $1.link.classId }
    }

    /// How each of them stands, and the account's integrations.
    func standing(accountId: String) async throws -> (links: [LinkStatus], integrations: [Integration]) {
        let standings = try await store.linkStandings(accountId: accountId)
        let ending = try await store.unlinkings(accountId: accountId)
        let integrations = try await store.integrations(accountId: accountId)
        let circumstances = try await circumstances(of: accountId, integrations)
        return (
            standings.map { circumstances.status(of: $0.link, $0.feed) } + ending.map { _ in .unlinking }, integrations
        )
    }

    /// The links, and those that are being ended, as they last stood.
    func linked(accountId: String) async throws -> [(link: LinkOutline, isEnding: Bool)] {
        try await store.linkOutlines(accountId: accountId).map { ($0, false) }
            + store.unlinkings(accountId: accountId).map { (LinkOutline($0.link), true) }
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
        let offered = await directory.classes(accountId: key.accountId).first { $0.classId == key.classId }
        if let offered { return offered }
        return try await store.knownClass(key)
    }

    /// The classes that are known, and those that were linked before they were.
    func listed(accountId: String) async throws -> [ListedClass] {
        var links = Dictionary(
            try await linked(accountId: accountId).map { ($0.link.classId, $0.link) },
            uniquingKeysWith: { first, _ in first })
        let known = try await known(accountId: accountId).map { known in
            ListedClass(
                calendarId: known.calendarId, calendarName: known.calendarName, classId: known.classId,
                className: known.className, link: links.removeValue(forKey: known.classId))
        }
        let unnamed = links.values.sorted { $0.classId < $1.classId }.map { link in
            ListedClass(
                calendarId: link.calendarId, calendarName: nil, classId: link.classId, className: nil, link: link)
        }
        return known + unnamed
    }

    /// The same with all that is shown of their links.
    /// - Parameter calendarId: nil: those of all calendars.
    func classes(accountId: String, calendarId: String? = nil) async throws -> [ClassView] {
        let listed = try await listed(accountId: accountId).filter { calendarId == nil || $0.calendarId == calendarId }
        let ids = Set(listed.filter { $0.link != nil }.map(\.classId))
        let views = try await views(
            of: store.links(accountId: accountId, classIds: ids.sorted()),
            store.unlinkings(accountId: accountId).filter { ids.contains($0.link.classId) }, accountId: accountId)
        let links = Dictionary(views.map { ($0.link.classId, $0) }, uniquingKeysWith: { first, _ in first })
        return listed.map { known in
            ClassView(
                calendarId: known.calendarId, calendarName: known.calendarName, classId: known.classId,
                className: known.className, link: links[known.classId])
        }
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
        let circumstances = try await circumstances(of: link.accountId, [integration].compactMap(\.self))
        let outline = LinkOutline(link)
        let parking = circumstances.parking(of: outline)
        return LinkView(
            link: link, feed: feed,
            status: unlinking == nil
                ? circumstances.status(of: outline, feed.map(FeedOutline.init)) : .unlinking,
            unlinking: unlinking, parkedUntil: parking?.dueAt,
            counts: LinkView.Counts(
                mirrors: try await store.mirrorCount(of: link.classKey),
                blocks: try await store.blockCount(of: link.classKey), parked: parking?.count ?? 0))
    }

    private func circumstances(of accountId: String, _ integrations: [Integration]) async throws -> LinkCircumstances {
        LinkCircumstances(
            integrations: integrations, parked: try await store.parkedGroups(accountId: accountId),
            oldestInput: oldestInput(), now: now())
    }

    /// However many there are, it takes the same few queries.
    private func views(
        of links: [ClassLink], _ unlinkings: [Unlinking], accountId: String
    ) async throws -> [LinkView] {
        let all = links.map { ($0, nil) } + unlinkings.map { ($0.link, $0 as Unlinking?) }
        if all.isEmpty { return [] }
        let feeds = try await store.feeds(ids: Set(all.map { $0.0.feedId }))
        let circumstances = try await circumstances(of: accountId, try await store.integrations(accountId: accountId))
        let mirrors = try await store.mirrorCounts(accountId: accountId)
        let blocks = try await store.blockCounts(accountId: accountId)
        return all.map { link, unlinking in
            let feed = feeds[link.feedId]
            let outline = LinkOutline(link)
            let parking = circumstances.parking(of: outline)
            return LinkView(
                link: link, feed: feed,
                status: unlinking == nil
                    ? circumstances.status(of: outline, feed.map(FeedOutline.init)) : .unlinking,
                unlinking: unlinking, parkedUntil: parking?.dueAt,
                counts: LinkView.Counts(
                    mirrors: mirrors[link.classId] ?? 0, blocks: blocks[link.classId] ?? 0,
                    parked: parking?.count ?? 0))
        }
    }
}
