import CalendarSync
import Foundation

/// A worker that dies between the write and noting it.
struct BreaksAfterWriting: BusyBlockWriter {
    struct Died: Error {}

    let writer: any BusyBlockWriter

    func apply(upserts: [BusyBlock], removals: [BusyBlock]) async throws -> Int {
        _ = try await writer.apply(upserts: upserts, removals: removals)
        throw Died()
    }

    func standing(of key: ClassKey, calendarId: String, from: Date, to: Date) async throws -> [StandingBlock] {
        try await writer.standing(of: key, calendarId: calendarId, from: from, to: to)
    }
}
