import CalendarSync
import Foundation
import GoogleCalendar
import Logging

/// Reads all events of a calendar, page by page: what a page has is written before the next one is asked for, so that
/// memory holds one page, and a reading that is broken off goes on where it was. Then the series, a few at a time. What
/// has not been seen goes at the end.
struct WholeCalendar: Sendable {
    let store: any FeedStore
    let blocks: BlockSync
    let mirrors: MirrorWatch
    let now: @Sendable () -> Date
    let logger: Logger

    /// Series whose instances are held in memory at once.
    private static let seriesAtOnce = 32
    /// An older reading is begun anew: its first pages say too little of today.
    private static let longest: TimeInterval = 3_600
    /// Until when nobody else need ask for a reading that is under way.
    private static let patience: TimeInterval = 60

    /// - Returns: whether a reading that was broken off is gone on with.
    func begin(_ feed: inout Feed, _ classes: [LinkedClass], _ lease: FeedLease) async throws -> Bool {
        let terms = LinkedClass.terms(classes)
        // Without a page that is done with, the list begins anew: what goes before its token is minted is in none of its
        // changes, and must not count as seen for what the broken list had.
        if let reading = feed.fullReading, reading.pages > 0, reading.terms == terms,
            reading.startedAt > now().addingTimeInterval(-Self.longest)
        {
            return true
        }
        feed.fullReadings += 1
        feed.fullReading = FullReading(number: feed.fullReadings, startedAt: now(), terms: terms)
        feed.expandedUntil = now().addingTimeInterval(FeedSync.expandedDays * 86_400)
        try await save(feed, lease)
        return false
    }

    /// A class that fails is read past. The reading is then not done with: it is gone on with where the class failed.
    /// - Parameter earlier: may name classes that have failed already.
    func read(
        _ feed: inout Feed, _ classes: [LinkedClass], after earlier: FeedChanges, _ reader: FeedReader,
        _ lease: FeedLease
    ) async throws -> FeedChanges {
        var changes = earlier
        guard var reading = feed.fullReading else { return changes }
        while reading.nextSyncToken == nil {
            let page = try await reader.page(reading.pageToken)
            if let zone = reading.timeZone, zone != page.timeZone { throw GoogleError.fullSyncRequired }
            reading.timeZone = page.timeZone
            changes.add(
                try await blocks.apply(
                    partOf: reading, Array(page.singles.values), Array(page.singles.keys), of: feed.id,
                    to: changes.unfailed(classes), lease: lease))
            try await mirrors.look(at: Array(page.singles.values), of: feed, partOf: reading)
            reading.waitingSeries.subtract(page.singles.keys)
            reading.waitingSeries.formUnion(page.series)
            reading.pages += 1
            reading.events += page.singles.count
            reading.pageToken = page.nextPageToken
            reading.nextSyncToken = page.nextSyncToken
            if page.nextPageToken == nil, page.nextSyncToken == nil { throw GoogleError.malformedAnswer(status: 200) }
            feed.accessRole = page.accessRole?.name
            try await note(reading, &feed, allHave: changes.unfailed(classes).count == classes.count, lease)
            if changes.areInVain(for: classes) { return changes }
        }
        while !reading.waitingSeries.isEmpty {
            let series = Array(reading.waitingSeries.prefix(Self.seriesAtOnce))
            let events = try await reader.expand(series)
            changes.add(
                try await blocks.apply(
                    partOf: reading, events, series, of: feed.id, to: changes.unfailed(classes), lease: lease))
            try await mirrors.look(at: events, of: feed, partOf: reading)
            reading.waitingSeries.subtract(series)
            reading.expandedSeries += series.count
            reading.events += events.count
            try await note(reading, &feed, allHave: changes.unfailed(classes).count == classes.count, lease)
            if changes.areInVain(for: classes) { return changes }
        }
        changes.add(try await readLateChanges(&reading, feed, changes.unfailed(classes), reader, lease))
        try await note(reading, &feed, allHave: changes.unfailed(classes).count == classes.count, lease)
        if changes.areInVain(for: classes) { return changes }
        try await mirrors.lookForUnseen(by: reading, of: feed)
        changes.add(
            try await blocks.removeUnseen(by: reading, of: feed.id, from: changes.unfailed(classes), lease: lease))
        guard changes.failures.isEmpty else { return changes }
        feed.timeZone = reading.timeZone
        feed.syncToken = reading.nextSyncToken
        feed.fullReading = nil
        feed.pageSize = Feed.largestPage
        feed.lastSyncedAt = now()
        try await save(feed, lease)
        return changes
    }

    /// What was changed while the pages were read may stand on none of them, and must not go for that. Google's full list
    /// may miss a write of the moment before it too, and then only a later full list shows it.
    private func readLateChanges(
        _ reading: inout FullReading, _ feed: Feed, _ classes: [LinkedClass], _ reader: FeedReader, _ lease: FeedLease
    ) async throws -> FeedChanges {
        let late = try await reader.changes(since: reading.nextSyncToken)
        // The pages were read for another zone, or with other eyes.
        if late.timeZone != reading.timeZone || late.accessRole?.name != feed.accessRole {
            throw GoogleError.fullSyncRequired
        }
        reading.nextSyncToken = late.nextSyncToken
        reading.events += late.events.count
        try await mirrors.look(at: late.events, of: feed, partOf: reading)
        return try await blocks.apply(
            partOf: reading, late.events, Array(late.sourceIds), of: feed.id, to: classes, lease: lease)
    }

    /// Progress, for people and for whoever goes on with it.
    /// - Parameter allHave: whether each class that is read for has what was read.
    private func note(
        _ reading: FullReading, _ feed: inout Feed, allHave: Bool, _ lease: FeedLease
    ) async throws {
        if allHave { feed.fullReading = reading }
        try await save(feed, lease)
        logger.info(
            "reading a calendar",
            metadata: [
                "feed": "\(feed.id)", "pages": "\(reading.pages)", "events": "\(reading.events)",
                "series": "\(reading.expandedSeries) of \(reading.expandedSeries + reading.waitingSeries.count)",
                "seconds": "\(Int(now().timeIntervalSince(reading.startedAt)))",
            ])
    }

    private func save(_ feed: Feed, _ lease: FeedLease) async throws {
        var feed = feed
        feed.dueAt = now().addingTimeInterval(Self.patience)
        try await store.save(feed, under: lease)
        _ = try await store.renew(lease, until: now().addingTimeInterval(FeedHandler.leaseSeconds))
    }
}
