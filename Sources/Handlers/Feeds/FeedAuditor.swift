import CalendarSync
import Foundation
import GoogleCalendar
import Logging

/// Compares a feed's blocks with what Google calls busy, and with what stands on the other side. Where both agree, that is
/// all; else all events are read to say which blocks are missing and which are too many, and those are put right.
struct FeedAuditor: Sendable {
    let sync: FeedSync
    let blocks: BlockSync
    /// Between two audits of a feed; nil: only when asked for.
    let interval: TimeInterval?
    let now: @Sendable () -> Date
    let logger: Logger

    /// So many blocks of a class are written or removed by one audit: a mistake of ours must not rewrite a calendar.
    private static let writeBudget = 500

    /// Runs right after a reading of the changes.
    func run(
        _ feed: inout Feed, links: [ClassLink], account: CalendarAccount, repairing: Bool, eventId: String,
        lease: FeedLease
    ) async throws -> FeedChanges {
        // Google is asked in whole seconds.
        let start = Date(timeIntervalSince1970: now().timeIntervalSince1970.rounded(.up))
        let bounds = DateInterval(start: start, duration: FeedSync.horizonDays * 86_400)
        let reader = sync.reader(feed, account, lease, from: start)
        let busy = try await reader.busyTimes(within: bounds)
        var (classes, changes) = try await blocks.classes(links)
        var comparisons: [BlockComparison] = []
        for linked in classes {
            try await changes.attempt(linked.key) {
                do {
                    comparisons.append(try await comparison(linked, feed, busy, bounds))
                } catch BlockWriteError.permanent(let reason, let blocks) {
                    // Of a class that is no more nothing can be said; the others are compared all the same.
                    logger.warning(
                        "blocks cannot be compared", metadata: ["class": "\(linked.key)", "reason": "\(reason)"])
                    throw BlockWriteError.permanent(reason: reason, blocks: blocks)
                }
                return FeedChanges()
            }
        }
        var unexplained = 0
        if !comparisons.allSatisfy(\.agrees) {
            let reading = try await reader.everything()
            for index in comparisons.indices { comparisons[index].expect(reading, keys: blocks.keys, now: now()) }
            unexplained = BusyCoverage(events: reading, keys: blocks.keys, within: bounds).differingSeconds(from: busy)
            if unexplained > 0 {
                logger.warning(
                    "Google's free/busy differs from its events",
                    metadata: ["feed": "\(feed.id)", "seconds": "\(unexplained)"])
            }
        }
        var found: [FeedAudit.Link] = []
        for comparison in comparisons {
            try await changes.attempt(comparison.linked.key) {
                let repair = repairing ? try await self.repair(comparison, feed, lease) : FeedChanges()
                found.append(comparison.report(repaired: repair.effects.count, unexplainedSeconds: unexplained))
                return repair
            }
        }
        // One that has not compared all is made again.
        guard changes.failures.isEmpty else { return changes }
        feed.lastAudit = FeedAudit(eventId: eventId, at: now(), links: found)
        return changes
    }

    /// The next audit, where none is planned; spread over the interval by the feed's id, which is a hash.
    func schedule(_ feed: inout Feed) {
        guard let interval, feed.auditDueAt == nil else { return }
        let spread =
            feed.lastAudit == nil ? Double(feed.id.utf8.reduce(0) { $0 &* 31 &+ UInt32($1) } % 1_000) / 1_000 : 1
        feed.auditDueAt = now().addingTimeInterval(interval * max(0.05, spread))
    }

    private func comparison(
        _ linked: LinkedClass, _ feed: Feed, _ busy: BusyCoverage, _ bounds: DateInterval
    ) async throws -> BlockComparison {
        let stored = try await blocks.store.blocks(of: linked.key, feedId: feed.id)
            .filter { $0.block.interval.endsAt > bounds.start }
        let standing = try await blocks.writing.writers.writer(for: linked.target).standing(
            of: linked.key, calendarId: linked.link.calendarId, from: bounds.start, to: .distantFuture)
        let booked = try await blocks.store.bookedTimes(of: linked.key, from: bounds.start)
        return BlockComparison(
            linked: linked, stored: stored, standing: standing, booked: booked, busy: busy, bounds: bounds)
    }

    private func repair(
        _ comparison: BlockComparison, _ feed: Feed, _ lease: FeedLease
    ) async throws -> FeedChanges {
        var plan = comparison.plan(atMost: Self.writeBudget)
        plan.upserts += comparison.lostKept.prefix(Self.writeBudget - plan.upserts.count)
        if plan.isEmpty { return FeedChanges() }
        var changes = FeedChanges()
        if !plan.removals.isEmpty {
            let decision = try await blocks.removals.decide(
                comparison.linked.key, feedId: feed.id, losing: plan.lostSources.count, isFull: false)
            if decision != .remove {
                plan.removals = []
                changes.isBraked = true
            }
        }
        changes.add(try await blocks.writing.carryOut(plan, of: comparison.linked.key, lease: lease))
        return changes
    }
}

extension BusyCoverage {
    /// What Google's own rules make of these events.
    fileprivate init(events reading: FeedReading, keys: SecretKeys, within bounds: DateInterval) {
        let policy = BusyPolicy(googleIn: TimeZone(identifier: reading.timeZone) ?? .gmt, keys: keys)
        let times = reading.events.compactMap { event -> DateInterval? in
            guard case .blocks(let interval) = policy.verdict(on: event) else { return nil }
            return DateInterval(start: interval.startsAt, end: interval.endsAt)
        }
        self.init(times, within: bounds)
    }

    fileprivate func differingSeconds(from other: BusyCoverage) -> Int {
        secondsOutside(other) + other.secondsOutside(self)
    }
}
