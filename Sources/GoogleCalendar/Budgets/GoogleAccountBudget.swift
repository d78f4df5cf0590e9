import OutboundHTTP

/// What one Google user's account may be called now, and who waits for it. Google counts users' calls on its own; what it
/// allows is learnt from its refusals. A pure value: time comes from outside.
struct GoogleAccountBudget {
    private(set) var calls = AdaptiveBudget(floor: 0.5)
    private(set) var writes = AdaptiveBudget(floor: 0.25)
    var circuit = Circuit()
    /// Its calls that wait, whatever for.
    var waiting: Set<UInt64> = []
    /// When the last of those who were sent away was told to come back: the next is told to come after that.
    private var promised = Duration.zero

    /// A rest that Google has asked for and that lasts longer is not waited for.
    private static let longestRest = Duration.seconds(2)
    /// So many calls of an account that has to go slowly wait: more than one reading makes at a time. What is asked for
    /// goes on at the account's pace all the same, and the others are told when to come.
    private static let mostWaiting = 16
    /// By then the account may go faster again; who comes too early is told anew.
    private static let longestPromise = Duration.seconds(60)

    /// Nil: the call may go now; else when to ask again.
    mutating func wait(for call: GoogleCall, at now: Duration) -> Duration? {
        let waits = [calls.wait(at: now), call.isWrite ? writes.wait(at: now) : nil]
        return waits.compactMap(\.self).max()
    }

    /// How long Google has asked for no call at all, where that is not to be waited for.
    mutating func rest(at now: Duration) -> Duration? {
        calls.rest(at: now).flatMap { $0 > Self.longestRest ? $0 : nil }
    }

    /// Nil: the call may wait, where it has to; else when to come back. Those who come too many are told one after the
    /// other to come when their turn should be, at the pace at which the account goes.
    mutating func hold(_ call: GoogleCall, at now: Duration) -> Duration? {
        if let rest = rest(at: now) { return rest }
        guard waiting.count >= Self.mostWaiting, let wait = wait(for: call, at: now) else { return nil }
        let pace = [calls.pace, call.isWrite ? writes.pace : nil].compactMap(\.self).min()
        let each = Duration.seconds(pace.map { 1 / $0 } ?? 0)
        promised = min(max(promised, now + wait + each * waiting.count) + each, now + Self.longestPromise)
        return promised - now
    }

    mutating func take(_ call: GoogleCall, at now: Duration) {
        calls.take(at: now)
        if call.isWrite { writes.take(at: now) }
    }

    mutating func accepted(_ call: GoogleCall) {
        calls.accepted()
        if call.isWrite { writes.accepted() }
        circuit.succeeded()
    }

    /// A write may be one too many where a reading is not.
    mutating func refused(_ call: GoogleCall, at now: Duration, retryAfter: Duration?) {
        calls.refused(at: now, retryAfter: retryAfter)
        if call.isWrite { writes.refused(at: now, retryAfter: retryAfter) }
        circuit.succeeded()
    }
}
