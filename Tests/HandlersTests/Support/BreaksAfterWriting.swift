import CalendarSync
import Foundation
import Synchronization

/// A worker that dies between a write and noting it.
final class BreaksAfterWriting: BusyBlockWriter {
    struct Died: Error {}

    private let writer: any BusyBlockWriter
    private let left: Mutex<Int>

    /// - Parameter writes: the one that it dies after.
    init(writer: any BusyBlockWriter, writes: Int = 1) {
        self.writer = writer
        left = Mutex(writes)
    }

    func apply(upserts: [BusyBlock], removals: [BusyBlock]) async throws -> Int {
        let calls = try await writer.apply(upserts: upserts, removals: removals)
        let isLast = left.withLock { left in
            left -= 1
            return left <= 0
        }
        if isLast { throw Died() }
        return calls
    }

    func standing(of key: ClassKey, calendarId: String, from: Date, to: Date) async throws -> [StandingBlock] {
        try await writer.standing(of: key, calendarId: calendarId, from: from, to: to)
    }
}
