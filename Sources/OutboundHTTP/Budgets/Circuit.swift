/// Whether one counterpart is worth calling. After repeated failures nobody calls for a while; then one call tries, and the
/// others wait for what becomes of it. What fails of one cause alone, however often, is the matter of that cause, and a
/// cause that has not failed itself does not wait as long as those that have. A value: time comes from outside, as what
/// has passed since some moment.
public struct Circuit: Sendable {
    public enum State: Hashable, Sendable {
        case closed
        case open(until: Duration)
        /// One call is trying, since then.
        case trying(since: Duration)
    }

    public private(set) var state = State.closed
    private var failures = 0
    /// Whose calls failed since the last answer.
    private var failing: Set<String> = []
    private var failedAt = Duration.zero
    /// How often it has opened in a row.
    private var openings = 0

    private let threshold: Int
    private let shortest: Duration
    private let longest: Duration
    /// A call that tries and is never heard of again.
    private let patience: Duration

    /// So many causes are remembered: who fails when even more have may try as if it had not.
    private static let mostCauses = 64

    /// - Parameters:
    ///   - threshold: so many failures in a row open it, where they are of two causes at least.
    ///   - shortest: how long the first time; doubled each time, up to `longest`.
    public init(
        threshold: Int = 6, shortest: Duration = .seconds(10), longest: Duration = .seconds(300),
        patience: Duration = .seconds(60)
    ) {
        self.threshold = max(1, threshold)
        self.shortest = shortest
        self.longest = longest
        self.patience = patience
    }

    /// Nil: call, and tell what became of it; else when to ask again.
    public mutating func wait(at time: Duration, for cause: String) -> Duration? {
        switch state {
        case .closed: return nil
        case .open(let until):
            // Else what fails for good would be the only one to try, and keep all others out ever longer.
            let end = failing.contains(cause) ? until : min(until, failedAt + shortest)
            if time < end { return end - time }
        case .trying(let since):
            if time < since + patience { return min(shortest, since + patience - time) }
        }
        state = .trying(since: time)
        return nil
    }

    /// It answered, whatever it said.
    public mutating func succeeded() {
        state = .closed
        failures = 0
        failing = []
        openings = 0
    }

    public mutating func failed(at time: Duration, for cause: String) {
        failures += 1
        failedAt = time
        if failing.count < Self.mostCauses { failing.insert(cause) }
        switch state {
        case .closed where failures >= threshold && failing.count > 1: open(at: time)
        case .trying: open(at: time)
        // Of calls that were under way when it opened.
        case .closed, .open: break
        }
    }

    /// Nobody knows: the call was given up by whoever made it.
    public mutating func abandoned(at time: Duration) {
        if case .trying = state { state = .open(until: time) }
    }

    private mutating func open(at time: Duration) {
        var pause = shortest
        for _ in 0..<min(openings, 16) { pause = min(pause * 2, longest) }
        openings += 1
        state = .open(until: time + pause)
    }
}
