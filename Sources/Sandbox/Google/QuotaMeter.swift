import Synchronization

/// Query costs of the last sixty seconds, per user and for the project, in one-second buckets.
final class QuotaMeter: Sendable {
    enum Limit: Sendable { case user, project }

    private struct Window {
        private var buckets = [Int](repeating: 0, count: 60)
        private var lastSecond = 0
        private(set) var total = 0

        mutating func advance(to second: Int) {
            if second - lastSecond >= 60 {
                buckets = [Int](repeating: 0, count: 60)
                total = 0
            } else if second > lastSecond {
                for old in (lastSecond + 1)...second {
                    total -= buckets[old % 60]
                    buckets[old % 60] = 0
                }
            }
            lastSecond = max(lastSecond, second)
        }

        mutating func add(_ cost: Int) {
            buckets[lastSecond % 60] += cost
            total += cost
        }
    }

    private struct State {
        var users: [String: Window] = [:]
        var project = Window()
    }

    private let state = Mutex(State())

    /// Charges a call, or says which limit it would exceed; a refused call costs nothing.
    func charge(_ cost: Int, user: String, second: Int, quota: GoogleQuota) -> Limit? {
        state.withLock { state in
            state.project.advance(to: second)
            state.users[user, default: Window()].advance(to: second)
            let userTotal = state.users[user]?.total ?? 0
            if let limit = quota.perMinutePerUser, userTotal + cost > limit { return .user }
            if let limit = quota.perMinutePerProject, state.project.total + cost > limit { return .project }
            state.users[user]?.add(cost)
            state.project.add(cost)
            return nil
        }
    }
}
