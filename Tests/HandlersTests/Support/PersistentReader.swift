import CalendarSync
import Foundation
import Handlers
import Testing

/// Reads a feed as the engine does: again until the reading is settled.
struct PersistentReader: Sendable {
    let world: HandlersWorld
    let handler: FeedHandler
    let calendar: String
    let seed: UInt64

    func read(_ trigger: GooglePing.Trigger = .push) async {
        let ping = GooglePing(feedId: world.feedId(calendar), trigger: trigger)
        for _ in 0..<50 {
            switch await handler.handle(ping, world.context(UUID().uuidString)) {
            case .settled: return
            case .retry: continue
            case .rejected, .parked:
                Issue.record("seed \(seed): neither settled nor to be tried again")
                return
            }
        }
        Issue.record("seed \(seed): the reading does not settle")
    }
}
