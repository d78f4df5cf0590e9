import OutboundHTTP
import Synchronization

/// Lets calls to Google go when the project's and the user's quota allow, live ones first, and none to an account that
/// fails again and again. Shared by all calls of a process.
/// https://developers.google.com/workspace/calendar/api/guides/quota
public final class GoogleCallGate: Sendable {
    fileprivate struct Account {
        /// Google counts users' calls on its own; what it allows is learnt from its refusals.
        var calls = AdaptiveBudget(floor: 0.5)
        var writes = AdaptiveBudget(floor: 0.25)
        var circuit = Circuit()
    }

    fileprivate struct Waiter {
        let call: GoogleCall
    }

    fileprivate struct State {
        var project: AdaptiveBudget
        var accounts: [String: Account] = [:]
        var queue = LaneQueue<Waiter>()
        /// Let go, but still asleep.
        var granted: Set<UInt64> = []
    }

    /// While some wait, each looks so often whether it is its turn.
    private static let look = Duration.milliseconds(50)

    private let state: Mutex<State>
    private let elapsed: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameter callsPerMinute: what this process may take of the project's quota; nil: all it wants.
    public init(callsPerMinute: Int?, clock: some Clock<Duration> = ContinuousClock()) {
        state = Mutex(State(project: AdaptiveBudget(ceiling: callsPerMinute, floor: 5)))
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(for: $0) }
    }

    /// Makes the call when it may go, and learns from how it ends.
    /// - Throws: `GoogleError.circuitOpen` at once where the account is not worth calling now; what `body` throws.
    func run<Answer>(_ call: GoogleCall, _ body: () async throws -> Answer) async throws -> Answer {
        try await enter(call)
        do {
            let answer = try await body()
            state.withLock { $0.accounts[call.account]?.circuit.succeeded() }
            return answer
        } catch {
            note(error, of: call)
            throw error
        }
    }

    private func enter(_ call: GoogleCall) async throws {
        let lane = Lane.current
        let ticket = try state.withLock { state -> UInt64? in
            let now = elapsed()
            var account = state.accounts[call.account] ?? Account()
            if let wait = account.circuit.wait(at: now) { throw GoogleError.circuitOpen(retryAfter: wait) }
            state.accounts[call.account] = account
            if state.queue.isEmpty, state.take(call, at: now) { return nil }
            return state.queue.append(Waiter(call: call), lane)
        }
        guard let ticket else { return }
        do {
            while !isGranted(ticket) { try await sleep(Self.look) }
        } catch {
            state.withLock { state in
                state.queue.remove(ticket)
                state.granted.remove(ticket)
                state.accounts[call.account]?.circuit.abandoned(at: elapsed())
            }
            throw error
        }
    }

    /// Lets go all who can, in their order, and says whether this one is among them.
    private func isGranted(_ ticket: UInt64) -> Bool {
        state.withLock { state in
            let now = elapsed()
            while state.letNextGo(at: now) {}
            return state.granted.remove(ticket) != nil
        }
    }

    private func note(_ error: any Error, of call: GoogleCall) {
        state.withLock { state in
            let now = elapsed()
            guard var account = state.accounts[call.account] else { return }
            switch error as? GoogleError {
            case .rateLimitExceeded(let after)?:
                state.project.refused(at: now, retryAfter: nil)
                account.calls.refused(at: now, retryAfter: after)
                account.circuit.succeeded()
            case .userRateLimitExceeded(let after)?:
                account.calls.refused(at: now, retryAfter: after)
                if call.isWrite { account.writes.refused(at: now, retryAfter: after) }
                account.circuit.succeeded()
            case .backendError?, .unavailable?: account.circuit.failed(at: now)
            case .transport(let failure)? where failure.isTransient: account.circuit.failed(at: now)
            // Google has answered, and said what is wrong.
            case .some: account.circuit.succeeded()
            // Cancelled, or failed before the call was made.
            case nil: account.circuit.abandoned(at: now)
            }
            state.accounts[call.account] = account
        }
    }

    /// How it stands now.
    public func status() -> GoogleGateStatus {
        state.withLock { state in
            let now = elapsed()
            _ = state.project.wait(at: now)
            var status = GoogleGateStatus(
                callsLastMinute: state.project.used, projectPace: state.project.pace,
                waiting: Dictionary(uniqueKeysWithValues: Lane.allCases.map { ($0, state.queue.count($0)) }))
            for (name, account) in state.accounts {
                if account.calls.pace != nil { status.slowedAccounts += 1 }
                if account.writes.pace != nil { status.slowedWriters += 1 }
                switch account.circuit.state {
                case .closed: break
                case .open(let until): status.openCircuits[name] = max(.zero, until - now)
                case .trying: status.openCircuits[name] = .zero
                }
            }
            return status
        }
    }
}

extension GoogleCallGate.State {
    fileprivate mutating func letNextGo(at now: Duration) -> Bool {
        if queue.isEmpty || project.wait(at: now) != nil { return false }
        var accounts = accounts
        guard let next = queue.next(where: { accounts[$0.call.account]?.admits($0.call, at: now) ?? true }) else {
            return false
        }
        granted.insert(next.id)
        return take(next.element.call, at: now)
    }

    /// Counts the call where it may go.
    fileprivate mutating func take(_ call: GoogleCall, at now: Duration) -> Bool {
        guard project.wait(at: now) == nil, accounts[call.account]?.admits(call, at: now) ?? true else { return false }
        project.take(at: now)
        accounts[call.account]?.calls.take(at: now)
        if call.isWrite { accounts[call.account]?.writes.take(at: now) }
        return true
    }
}

extension GoogleCallGate.Account {
    fileprivate mutating func admits(_ call: GoogleCall, at now: Duration) -> Bool {
        calls.wait(at: now) == nil && (!call.isWrite || writes.wait(at: now) == nil)
    }
}
