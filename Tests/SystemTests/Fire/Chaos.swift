import Foundation
import Synchronization
import TestSupport

/// Kills workers, one after another, and starts another in the place of each at once.
///
/// A group forgets a dead member only after its session, and hands out no partition before that: killed every two seconds
/// from then on, three workers would never get any, or be done repeating what the dead could not commit. So after the first
/// volley each kill comes two seconds after an input has been handled that never was before: always into work under way.
final class Chaos: Sendable {
    private let fleet: Fleet
    private let ledger: Ledger
    private let random: Mutex<SeededGenerator>
    private let isOver = Mutex(false)

    /// Kills every two seconds without a look.
    private static let volley = 10

    init(fleet: Fleet, ledger: Ledger, seed: UInt64) {
        self.fleet = fleet
        self.ledger = ledger
        random = Mutex(SeededGenerator(seed: seed &+ 1))
    }

    func end() { isOver.withLock { $0 = true } }

    /// - Returns: how many it has killed.
    func rage() async throws -> Int {
        var kills = 0
        while true {
            if kills >= Self.volley { try await waitForWork() }
            // The pace of the kills, not a wait for anything.
            try await Task.sleep(for: .seconds(2))
            if isOver.withLock({ $0 }) { return kills }
            let index = random.withLock { Int.random(in: 0..<fleet.size.workers, using: &$0) }
            try fleet.replaceWorker(index)
            kills += 1
        }
    }

    /// Until an input has been handled that never was before. A look at the results that fails is made again.
    private func waitForWork() async throws {
        var before: Int?
        while !isOver.withLock({ $0 }) {
            if let done = try? await ledger.done() {
                if done > before ?? done { return }
                before = before ?? done
            }
            // Between two looks.
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
