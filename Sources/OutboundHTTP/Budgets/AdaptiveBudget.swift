/// How many calls may be made: never more than a ceiling in any minute, and more slowly when refusals pile up. Then each
/// halves the pace, time adds to it (additive increase, multiplicative decrease), until all is forgotten. A refusal now
/// and then is the matter of its own call, which waits before it is tried again, and slows no other.
/// A value: time comes from outside, as what has passed since some moment, and must not go back.
public struct AdaptiveBudget: Sendable {
    /// Calls in any 60 seconds; nil: only the other side knows.
    public let ceiling: Int?
    /// Calls a second; nil: hardly any was refused lately.
    public private(set) var pace: Double?
    /// It never gets slower than this.
    private let floor: Double
    /// What time adds to the pace, in calls a second each second.
    private var step = 0.0
    /// The pace at which the refusal is forgotten.
    private var enough = 0.0
    private var raisedAt = 0.0
    private var slowedAt = -Double.infinity
    /// Of the latest answers, those that were refusals, the newest counting most: 0 to 1.
    private var refusedShare = 0.0
    /// When the next call may go by the pace.
    private var next = -Double.infinity
    /// No call goes before that: the other side has asked for it.
    private var restsUntil = -Double.infinity
    /// Calls by second, of the last 61: the quota's minute may begin anywhere within a second.
    private var counts = [Int](repeating: 0, count: 61)
    private var newest = 0
    /// How many calls went in the last minute.
    public private(set) var used = 0

    /// Refusals that come so soon after one are of calls that were under way.
    private static let settling = 2.0
    /// What the newest answer counts in the share of refusals.
    private static let weight = 0.2
    /// Three in a row, or every second for a while, are more.
    private static let tolerated = 0.45

    /// - Parameter floor: calls a second, more than 0.
    public init(ceiling: Int? = nil, floor: Double) {
        self.ceiling = ceiling.map { max(1, $0) }
        self.floor = floor
    }

    /// Nil: a call may go now; else when to ask again, at the latest.
    public mutating func wait(at time: Duration) -> Duration? {
        let now = advance(to: time)
        let wait = max(waitForMinute(now), next - now, restsUntil - now)
        return wait > 0 ? .seconds(wait) : nil
    }

    /// How long the other side has asked for no call at all; nil: it has not, or that is over.
    public mutating func rest(at time: Duration) -> Duration? {
        let rest = restsUntil - advance(to: time)
        return rest > 0 ? .seconds(rest) : nil
    }

    /// Counts a call.
    public mutating func take(at time: Duration) {
        let now = advance(to: time)
        counts[newest % counts.count] += 1
        used += 1
        if let pace { next = max(next, now) + 1 / pace }
    }

    /// The other side has taken a call.
    public mutating func accepted() { refusedShare *= 1 - Self.weight }

    /// The other side has refused a call for there being too many.
    /// - Parameter retryAfter: no call goes before that, however few were refused.
    public mutating func refused(at time: Duration, retryAfter: Duration? = nil) {
        let now = advance(to: time)
        refusedShare += Self.weight * (1 - refusedShare)
        if refusedShare > Self.tolerated, now - slowedAt >= Self.settling { slowDown(now) }
        // It does not get faster from one refusal to the next.
        raisedAt = now + Self.settling
        if let retryAfter { restsUntil = max(restsUntil, now + retryAfter / .seconds(1)) }
    }

    private mutating func slowDown(_ now: Double) {
        slowedAt = now
        let last = pace ?? Double(used) / 60
        let slower = max(floor, last / 2)
        pace = slower
        // Half a minute to the pace that was too much, another whole one to where it is forgotten.
        step = max(slower, last - slower) / 30
        enough = max(2 * last, 4 * slower)
        next = max(next, now + 1 / slower)
    }

    private mutating func advance(to time: Duration) -> Double {
        let now = time / .seconds(1)
        let second = Int(now.rounded(.down))
        if second > newest {
            for passed in max(newest + 1, second - counts.count + 1)...second {
                used -= counts[passed % counts.count]
                counts[passed % counts.count] = 0
            }
            newest = second
        }
        if let pace {
            let raised = pace + step * max(0, now - raisedAt)
            raisedAt = max(raisedAt, now)
            self.pace = raised >= enough ? nil : raised
            if raised >= enough { next = -Double.infinity }
        }
        return now
    }

    private func waitForMinute(_ now: Double) -> Double {
        guard let ceiling else { return 0 }
        var left = used
        guard left >= ceiling else { return 0 }
        for second in (newest - counts.count + 1)...newest {
            left -= counts[(second + counts.count) % counts.count]
            // A second leaves the minute when 61 more have begun.
            if left < ceiling { return Double(second + counts.count) - now }
        }
        return 0
    }
}
