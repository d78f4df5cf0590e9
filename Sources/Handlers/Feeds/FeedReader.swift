import CalendarSync
import Foundation
import GoogleCalendar

/// Reads a Google calendar: lists with `singleEvents=false`, one `instances` call for each series that changed.
struct FeedReader: Sendable {
    let account: CalendarAccount
    let calendarId: String
    /// Series are expanded up to here.
    let horizon: Date
    let now: @Sendable () -> Date
    /// Called between calls, so that the lease does not run out under a long reading.
    let keepAlive: @Sendable () async throws -> Void

    /// Series expanded at once: the first reading of a calendar full of series would take minutes one by one.
    private static let concurrentExpansions = 8

    /// All events that are not over.
    func everything() async throws -> FeedReading {
        try await read(
            .all(timeMin: now()))
    }

    /// - Throws: `GoogleError.fullSyncRequired` where Google no longer knows the token.
    func changes(since token: String?) async throws -> FeedReading {
        guard let token else { throw GoogleError.fullSyncRequired }
        return try await read(
            .changes(since: token))
    }

    private func read(_ query: EventListQuery) async throws -> FeedReading {
        var query = query
        var series: Set<String> = []
        var parents: Set<String> = []
        var singles: [String: SourceEvent] = [:]
        while true {
            let page = try await account.calendar.listEvents(calendarId, query, as: account.tokens)
            for item in page.items {
                let event = SourceEvent(item)
                if let master = item.recurringEventID {
                    parents.insert(master)
                } else if item.recurrence.isEmpty || event.status == .cancelled {
                    singles[event.id] = event
                    series.remove(event.id)
                } else {
                    // It may have been a single event, listed on an earlier page.
                    series.insert(event.id)
                    singles[event.id] = nil
                }
            }
            try await keepAlive()
            if let next = page.nextPageToken {
                query = query.page(next)
                continue
            }
            guard let token = page.nextSyncToken else { throw GoogleError.malformedAnswer(status: 200) }
            // A series that was deleted or made a single event has no instances, though exceptions of it may be listed.
            parents.subtract(singles.keys)
            var reading = FeedReading(timeZone: page.timeZone ?? "UTC", nextSyncToken: token)
            reading.events = Array(singles.values) + (try await expand(series.union(parents)))
            reading.sourceIds = series.union(parents).union(singles.keys)
            return reading
        }
    }

    private func expand(_ series: Set<String>) async throws -> [SourceEvent] {
        try await withThrowingTaskGroup(of: [SourceEvent].self) { group in
            var waiting = series.makeIterator()
            var events: [SourceEvent] = []
            for _ in 0..<Self.concurrentExpansions {
                guard let id = waiting.next() else { break }
                group.addTask { try await instances(of: id) }
            }
            while let instances = try await group.next() {
                events += instances
                try await keepAlive()
                if let id = waiting.next() { group.addTask { try await self.instances(of: id) } }
            }
            return events
        }
    }

    private func instances(of series: String) async throws -> [SourceEvent] {
        var events: [SourceEvent] = []
        var pageToken: String?
        repeat {
            let page: EventPage
            do {
                page = try await account.calendar.instances(
                    calendarId, series, timeMin: now(), timeMax: horizon, pageToken: pageToken, as: account.tokens)
            } catch let error as GoogleError {
                switch error {
                // Gone since the list: its deletion comes with the next one.
                case .notFound, .deleted: return []
                default: throw error
                }
            }
            events += page.items.map { SourceEvent($0, series: series) }
            pageToken = page.nextPageToken
        } while pageToken != nil
        return events
    }
}
