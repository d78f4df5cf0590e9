import CalendarSync
import Foundation

/// Says that everything is done and does nothing: the other side has lost what it was told.
struct BlindWriter: BusyBlockWriter {
    func apply(upserts: [BusyBlock], removals: [BusyBlock]) async throws -> Int { 0 }

    func standing(of key: ClassKey, calendarId: String, from: Date, to: Date) async throws -> [StandingBlock] { [] }
}
