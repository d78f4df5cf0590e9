import CalendarSync
import Foundation
import GoogleCalendar

/// Reads a Google calendar: lists with `singleEvents=false`, one `instances` call for each series that changed.
struct FeedReader: Sendable {
    let account: CalendarAccount
    let calendarId: String
    /// Series are expanded up to here.
    let horizon: Date
    /// How many events a page may hold.
    let pageSize: Int
    /// What is over by then is left out: the same for all pages of a list, which Google takes for one question.
    let from: Date
    /// Called between calls, so that the lease does not run out under a long reading.
    let keepAlive: @Sendable () async throws -> Void

    /// Series expanded at once: the first reading of a calendar full of series would take minutes one by one.
    private static let concurrentExpansions = 8

    /// One page of all events that are not over; series are listed and not expanded.
    func page(_ token: String?) async throws -> FeedPage {
        try await list(EventListQuery.all(timeMin: from, maxResults: pageSize).page(token))
    }

    /// All events that are not over, in memory.
    func everything() async throws -> FeedReading {
        try await read(.all(timeMin: from, maxResults: pageSize))
    }

    /// - Throws: `GoogleError.fullSyncRequired` where Google no longer knows the token.
    func changes(since token: String?) async throws -> FeedReading {
        guard let token else { throw GoogleError.fullSyncRequired }
        return try await read(.changes(since: token, maxResults: pageSize))
    }

    /// The instances of all series between two instants, with one list.
    func instances(from: Date, to: Date) async throws -> [SourceEvent] {
        var query = EventListQuery.all(timeMin: from, timeMax: to, singleEvents: true, maxResults: pageSize)
        var events: [SourceEvent] = []
        while true {
            let page = try await account.calendar.listEvents(calendarId, query, as: account.tokens)
            events += page.items.filter { $0.recurringEventID != nil }.map { SourceEvent($0) }
            try await keepAlive()
            guard let next = page.nextPageToken else { return events }
            query = query.page(next)
        }
    }

    /// The instances of these series.
    func expand(_ series: some Sequence<String> & Sendable) async throws -> [SourceEvent] {
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

    private func read(_ query: EventListQuery) async throws -> FeedReading {
        var query = query
        var listed = FeedPage()
        while true {
            let page = try await list(query)
            listed.add(page)
            try await keepAlive()
            guard let next = page.nextPageToken else { break }
            query = query.page(next)
        }
        guard let token = listed.nextSyncToken else { throw GoogleError.malformedAnswer(status: 200) }
        var reading = FeedReading(
            timeZone: listed.timeZone, accessRole: listed.accessRole, nextSyncToken: token,
            sourceIds: listed.series.union(listed.singles.keys))
        reading.events = Array(listed.singles.values) + (try await expand(listed.series))
        return reading
    }

    private func list(_ query: EventListQuery) async throws -> FeedPage {
        FeedPage(try await account.calendar.listEvents(calendarId, query, as: account.tokens))
    }

    private func instances(of series: String) async throws -> [SourceEvent] {
        var events: [SourceEvent] = []
        var pageToken: String?
        repeat {
            let page: EventPage
            do {
                page = try await account.calendar.instances(
                    calendarId, series, timeMin: from, timeMax: horizon, pageToken: pageToken, as: account.tokens)
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
