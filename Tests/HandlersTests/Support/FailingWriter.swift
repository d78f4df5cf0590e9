import CalendarSync
import Foundation

/// Kartra's port, which fails for one class.
struct FailingWriter: BusyBlockWriter {
    let writer: any BusyBlockWriter
    let key: ClassKey
    var error = BlockWriteError.retriable(reason: "for this class", after: nil)

    func apply(upserts: [BusyBlock], removals: [BusyBlock]) async throws -> Int {
        if (upserts + removals).contains(where: { $0.classKey == key }) { throw error }
        return try await writer.apply(upserts: upserts, removals: removals)
    }

    func standing(of key: ClassKey, calendarId: String, from: Date, to: Date) async throws -> [StandingBlock] {
        if key == self.key { throw error }
        return try await writer.standing(of: key, calendarId: calendarId, from: from, to: to)
    }
}
