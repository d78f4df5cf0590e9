import CalendarSync
import Foundation
import Handlers
import Testing

/// Reads a feed as the engine does: again until the reading is settled.
struct PersistentReader: Sendable {
    let world: HandlersWorld
    let handler: FeedHandler
    let seed: UInt64

    private static let mostTries = 50
    private static let patience: Duration = .seconds(20)

    /// - Returns: what came of it; nil where it did not settle, which is recorded as a failure.
    @discardableResult
    func read(_ calendar: String, _ trigger: GooglePing.Trigger = .push, repair: Bool? = nil) async -> SyncResult? {
        let ping = GooglePing(feedId: world.feedId(calendar), trigger: trigger, repair: repair)
        let end = ContinuousClock.now + Self.patience
        var tries = 0
        while tries < Self.mostTries, ContinuousClock.now < end {
            switch await handler.handle(ping, world.context(UUID().uuidString)) {
            case .settled(let result): return result
            case .retry(_, .busy): try? await Task.sleep(for: .milliseconds(2))
            case .retry, .held: tries += 1
            case .rejected, .parked:
                Issue.record("seed \(seed): neither settled nor to be tried again")
                return nil
            }
        }
        Issue.record("seed \(seed): the reading does not settle")
        return nil
    }
}
