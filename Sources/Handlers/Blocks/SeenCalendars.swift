import Foundation
import Synchronization

/// Calendars for blocks that were there not long ago, so that not every reading of a feed has to ask.
final class SeenCalendars: Sendable {
    private static let patience: TimeInterval = 600

    private let seen = Mutex<[String: Date]>([:])

    func contains(_ calendarId: String, at time: Date) -> Bool {
        seen.withLock { seen in
            guard let last = seen[calendarId] else { return false }
            return abs(time.timeIntervalSince(last)) < Self.patience
        }
    }

    func note(_ calendarId: String, at time: Date) {
        seen.withLock { $0[calendarId] = time }
    }

    func forget(_ calendarId: String) {
        seen.withLock { $0[calendarId] = nil }
    }
}
