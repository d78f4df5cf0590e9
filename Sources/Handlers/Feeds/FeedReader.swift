import CalendarSync
import Foundation
import GoogleCalendar

/// Reads a Google calendar: lists with `singleEvents=false`, one `instances` call for each series that changed.
struct FeedReader: Sendable {
    let client: GoogleCalendarClient
    let calendarId: String
    /// Series are expanded up to here.
    let horizon: Date
    let now: @Sendable () -> Date
    /// Called between calls, so that the lease does not run out under a long reading.
    let keepAlive: @Sendable () async throws -> Void

    /// Google's largest page.
    private static let pageSize = 2_500
    /// Series expanded at once: the first reading of a calendar full of series would take minutes one by one.
    private static let concurrentExpansions = 8

    /// All events that are not over.
    func everything() async throws -> FeedReading {
        try await read(
            EventListQuery(
                timeMin: now(), maxResults: Self.pageSize, singleEvents: false, fields: EventFields.timesAndFlags))
    }

    /// - Throws: `GoogleError.fullSyncRequired` where Google no longer knows the token.
    func changes(since token: String?) async throws -> FeedReading {
        guard let token else { throw GoogleError.fullSyncRequired }
        return try await read(
            EventListQuery(
                syncToken: token, maxResults: Self.pageSize, singleEvents: false, fields: EventFields.timesAndFlags))
    }

    private func read(_ query: EventListQuery) async throws -> FeedReading {
        var query = query
        var series: Set<String> = []
        var singles: [String: SourceEvent] = [:]
        while true {
            let page = try await client.listEvents(calendar: calendarId, query)
            for item in page.items {
                guard let event = SourceEvent(item) else { continue }
                if let master = item.recurringEventId {
                    series.insert(master)
                } else if item.recurrence.isEmpty {
                    singles[event.id] = event
                } else {
                    series.insert(event.id)
                }
            }
            try await keepAlive()
            if let next = page.nextPageToken {
                query.pageToken = next
                continue
            }
            guard let token = page.nextSyncToken else { throw GoogleError.missingSyncToken }
            // A deleted series comes as a cancelled item without a rule: nothing of it is left to expand.
            let deleted = Set(singles.values.filter { $0.status == .cancelled }.map(\.id))
            var reading = FeedReading(timeZone: page.timeZone ?? "UTC", nextSyncToken: token)
            reading.sourceIds = series.union(singles.keys)
            reading.events = Array(singles.values)
            reading.events += try await expand(series.subtracting(deleted))
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
                page = try await client.instances(
                    calendar: calendarId, event: series, timeMin: now(), timeMax: horizon, pageToken: pageToken,
                    fields: EventFields.timesAndFlags)
            } catch let error as GoogleError {
                switch error {
                // Gone since the list: its deletion comes with the next one.
                case .notFound, .deleted: return []
                default: throw error
                }
            }
            events += page.items.compactMap { SourceEvent($0, series: series) }
            pageToken = page.nextPageToken
        } while pageToken != nil
        return events
    }
}
