import CalendarSync
import Foundation
import GoogleCalendar
import Logging
import OutboundHTTP

/// One reading of a feed: the changes since its token, or everything where there is none. The token is stored last, when
/// every block of the change has been written.
struct FeedSync: Sendable {
    let store: any AccountStore & FeedStore
    let blocks: BlockSync
    let mirrors: MirrorWatch
    let now: @Sendable () -> Date
    let logger: Logger

    /// Blocks are exact at least this far ahead. Series are expanded a week further, so that the horizon need not be moved
    /// every day.
    static let horizonDays = 365.0
    static let expandedDays = 372.0

    /// - Parameter full: to read everything even where Google could tell the changes.
    func run(
        _ feed: inout Feed, links: [ClassLink], account: CalendarAccount, full: Bool, lease: FeedLease
    ) async throws -> FeedChanges {
        let (classes, unready) = try await blocks.classes(links)
        if classes.isEmpty, let failure = unready.failures.first { throw failure.error }
        while true {
            do {
                return try await read(&feed, classes, after: unready, account, full, lease)
            } catch let error as GoogleError where error.asksForLess {
                // That a page is too large says nothing against the next try. Of any other failure that is a retry as any.
                guard try await askForLess(&feed, lease), error.isAboutSize else { throw error }
            }
        }
    }

    /// - Parameter unready: the classes that have failed already.
    private func read(
        _ feed: inout Feed, _ classes: [LinkedClass], after unready: FeedChanges, _ account: CalendarAccount,
        _ full: Bool, _ lease: FeedLease
    ) async throws -> FeedChanges {
        if full || feed.syncToken == nil || feed.fullReading != nil
            || classes.contains(where: { $0.link.blocksCompleteAt == nil || hasLostBookings($0, feed) })
        {
            return try await Lane.$current.withValue(max(.backfill, Lane.current)) {
                try await readAll(&feed, classes, after: unready, account, lease)
            }
        }
        do {
            let changes = try await extendHorizon(&feed, classes, after: unready, account, lease)
            if changes.areInVain(for: classes) { return changes }
            return try await readChanges(&feed, changes.unfailed(classes), after: changes, account, lease)
        } catch let error as GoogleError where error.advice == .fullSync {
            return try await readAll(&feed, classes, after: unready, account, lease)
        }
    }

    private func readChanges(
        _ feed: inout Feed, _ classes: [LinkedClass], after earlier: FeedChanges, _ account: CalendarAccount,
        _ lease: FeedLease
    ) async throws -> FeedChanges {
        let reading = try await reader(feed, account, lease).changes(since: feed.syncToken)
        // Days are days of the calendar's zone: where its owner has chosen another, every all-day event is at another time,
        // and Google lists none of them as changed.
        if let zone = feed.timeZone, zone != reading.timeZone { throw GoogleError.fullSyncRequired }
        // What is read of events depends on what the account may see, and Google does not list that as a change either.
        if let role = feed.accessRole, let newRole = reading.accessRole?.name, role != newRole {
            throw GoogleError.fullSyncRequired
        }
        var changes = earlier
        if !reading.sourceIds.isEmpty {
            changes.add(try await blocks.apply(reading, of: feed.id, to: classes, lease: lease))
            try await mirrors.look(at: reading.events, of: feed)
        }
        changes.sources = reading.sourceIds.count
        // The same list once more is what a class that failed has missed.
        guard changes.failures.isEmpty else { return changes }
        notePassedBookings(classes, &feed)
        feed.syncToken = reading.nextSyncToken
        feed.pageSize = Feed.largestPage
        feed.lastSyncedAt = now()
        try await store.save(feed, under: lease)
        return changes
    }

    private func readAll(
        _ feed: inout Feed, _ classes: [LinkedClass], after unready: FeedChanges, _ account: CalendarAccount,
        _ lease: FeedLease
    ) async throws -> FeedChanges {
        let whole = WholeCalendar(store: store, blocks: blocks, mirrors: mirrors, now: now, logger: logger)
        var changes = FeedChanges()
        notePassedBookings(classes, &feed)
        let isResumed = try await whole.begin(&feed, classes, lease)
        do {
            changes = try await whole.read(&feed, classes, after: unready, reader(feed, account, lease), lease)
        } catch let error as GoogleError where isResumed && error.isAboutPage {
            // The page token has grown too old: from the first page on.
            feed.fullReading = nil
            _ = try await whole.begin(&feed, classes, lease)
            changes = try await whole.read(&feed, classes, after: unready, reader(feed, account, lease), lease)
        }
        for linked in classes where !changes.hasFailed(linked.key) { try await markComplete(linked.link) }
        return changes
    }

    /// Google lists no change when a booking goes whose copy was let pass.
    private func hasLostBookings(_ linked: LinkedClass, _ feed: Feed) -> Bool {
        let passed = feed.passedBookings?[linked.key.description] ?? []
        return passed.subtracting(linked.booked).contains { $0.end > now() }
    }

    private func notePassedBookings(_ classes: [LinkedClass], _ feed: inout Feed) {
        let passing = classes.filter { $0.link.options.nativeCopies == .ignore }
        feed.passedBookings =
            passing.isEmpty ? nil : Dictionary(passing.map { ($0.key.description, $0.booked) }) { first, _ in first }
    }

    /// As time goes on the horizon does: the new instances of all series come with one list.
    private func extendHorizon(
        _ feed: inout Feed, _ classes: [LinkedClass], after earlier: FeedChanges, _ account: CalendarAccount,
        _ lease: FeedLease
    ) async throws -> FeedChanges {
        let wanted = now().addingTimeInterval(Self.horizonDays * 86_400)
        guard let expanded = feed.expandedUntil, expanded < wanted else { return earlier }
        let next = now().addingTimeInterval(Self.expandedDays * 86_400)
        var changes = earlier
        // To whom only sees busy times Google lists instances without end: nothing is left to expand.
        if feed.accessRole != AccessRole.freeBusyReader.name {
            let events = try await reader(feed, account, lease).instances(from: expanded, to: next)
            changes.add(
                try await blocks.extend(
                    with: events, timeZone: feed.timeZone ?? "UTC", of: feed.id, to: classes, lease: lease))
        }
        guard changes.failures.isEmpty else { return changes }
        feed.expandedUntil = next
        try await store.save(feed, under: lease)
        return changes
    }

    /// - Parameter from: what is over by then is not read; nil: now, or when the full reading under way began.
    func reader(_ feed: Feed, _ account: CalendarAccount, _ lease: FeedLease, from: Date? = nil) -> FeedReader {
        FeedReader(
            account: account, calendarId: feed.googleCalendarId,
            horizon: feed.expandedUntil ?? now().addingTimeInterval(Self.expandedDays * 86_400),
            pageSize: feed.pageSize, from: from ?? feed.fullReading?.startedAt ?? now(),
            keepAlive: { [store, now] in
                _ = try await store.renew(lease, until: now().addingTimeInterval(FeedHandler.leaseSeconds))
            })
    }

    /// Google fails at large pages of some calendars, or they are too large for us: the next try is with a smaller page.
    /// - Returns: whether there is a smaller one.
    private func askForLess(_ feed: inout Feed, _ lease: FeedLease) async throws -> Bool {
        let smaller = max(Feed.smallestPage, feed.pageSize / 2)
        if smaller == feed.pageSize { return false }
        feed.pageSize = smaller
        try await store.save(feed, under: lease)
        _ = try await store.renew(lease, until: now().addingTimeInterval(FeedHandler.leaseSeconds))
        logger.info("smaller pages from now on", metadata: ["feed": "\(feed.id)", "events": "\(smaller)"])
        return true
    }

    private func markComplete(_ link: ClassLink) async throws {
        while var newest = try await store.link(link.classKey) {
            guard newest.feedId == link.feedId, newest.options == link.options, newest.pausedAt == link.pausedAt else {
                // Changed meanwhile: the change brings a reading of its own.
                return
            }
            if newest.blocksCompleteAt != nil, newest.blocksReleasedAt == nil { return }
            newest.blocksCompleteAt = now()
            newest.blocksReleasedAt = nil
            do {
                try await store.save(newest)
                return
            } catch StoreError.conflict {
                continue
            }
        }
    }
}

extension GoogleError {
    /// Whether a list with smaller pages may succeed.
    fileprivate var asksForLess: Bool {
        switch self {
        case .backendError, .unavailable: true
        case .transport(let error): error.isTransient || isAboutSize
        default: false
        }
    }

    /// Whether a page was more than we take.
    fileprivate var isAboutSize: Bool {
        guard case .transport(.responseTooLarge) = self else { return false }
        return true
    }

    /// Whether it may be the page token that is refused.
    fileprivate var isAboutPage: Bool {
        switch self {
        case .invalid, .badRequest, .fullSyncRequired, .invalidSyncToken, .updatedMinTooLongAgo: true
        default: false
        }
    }
}
