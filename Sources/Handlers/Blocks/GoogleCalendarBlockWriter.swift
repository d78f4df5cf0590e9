import CalendarSync
import Foundation
import GoogleCalendar

/// Writes the blocks of a class as events of the Google calendar that was made for them, for a Kartra that has no
/// busy-block port but blocks on every event of a calendar it is pointed at.
///
/// One call at a time: Google answers rapid writes to one calendar with conflicts and 500. Its batch endpoint would not
/// help: n parts cost the quota of n calls and are done in no particular order.
struct GoogleCalendarBlockWriter: BusyBlockWriter {
    let account: CalendarAccount
    let integrationId: String
    let calendarId: String
    let clock: any Clock<Duration>
    /// Told when the calendar turns out not to be there.
    let calendarIsGone: @Sendable () -> Void

    @discardableResult
    func apply(upserts: [BusyBlock], removals: [BusyBlock]) async throws -> Int {
        try await translating {
            var run = BlockWriteRun(events: self, clock: clock)
            // First what must not be booked, then what may be again.
            try await run.write(upserts)
            try await run.remove(removals)
            guard let failure = run.mostUrgentFailure else { return run.calls }
            if case .never = BlockFailure(failure) {
                throw BlockWriteError.permanent(reason: "google: \(failure)", blocks: run.failedBlocks)
            }
            throw failure
        }
    }

    func standing(of key: ClassKey, calendarId: String, from: Date, to: Date) async throws -> [StandingBlock] {
        try await translating {
            try await list(from: from, to: to).compactMap { event in
                guard let block = BlockEvent(event), block.classKey == key, let startsAt = event.start?.instant,
                    let endsAt = event.end?.instant
                else { return nil }
                return StandingBlock(blockId: block.blockId, startsAt: startsAt, endsAt: endsAt)
            }
        }
    }

    private func translating<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as GoogleError {
            if case .calendarGone = BlockFailure(error) { calendarIsGone() }
            throw BlockFailure.error(error, integrationId: integrationId)
        }
    }
}

/// The calls themselves. Throw `GoogleError`.
extension GoogleCalendarBlockWriter {
    /// - Returns: false where the id is taken, by a deleted event too.
    func insert(_ draft: GoogleEventDraft) async throws -> Bool {
        do {
            _ = try await account.calendar.insertEvent(calendarId, draft, as: account.tokens)
            return true
        } catch GoogleError.duplicate {
            return false
        }
    }

    /// Also brings a deleted event back.
    /// - Returns: false where Google does not let it be written any more.
    func replace(_ eventId: String, _ draft: GoogleEventDraft) async throws -> Bool {
        do {
            _ = try await account.calendar.updateEvent(calendarId, eventId, draft, as: account.tokens)
            return true
        } catch let error as GoogleError {
            switch error {
            case .notFound, .deleted, .forbidden: return false
            default: throw error
            }
        }
    }

    /// - Returns: whether there was such an event.
    func delete(_ eventId: String) async throws -> Bool {
        do {
            try await account.calendar.deleteEvent(calendarId, eventId, as: account.tokens)
            return true
        } catch let error as GoogleError {
            switch error {
            case .notFound, .deleted: return false
            default: throw error
            }
        }
    }

    /// The live events of the calendar that overlap `from..<to`, ours or not.
    func list(from: Date? = nil, to: Date? = nil) async throws -> [GoogleEvent] {
        let query = EventListQuery.all(timeMin: from, timeMax: to, fields: BlockEvent.fields)
        var events: [GoogleEvent] = []
        var pageToken: String?
        repeat {
            let page = try await account.calendar.listEvents(calendarId, query.page(pageToken), as: account.tokens)
            events += page.items
            pageToken = page.nextPageToken
        } while pageToken != nil
        return events
    }
}
