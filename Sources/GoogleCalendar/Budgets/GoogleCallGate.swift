import OutboundHTTP
import Synchronization

/// Lets calls to Google go when the project's and the user's quota allow, live ones first, and none to an account that
/// fails again and again. Whoever would wait for long because of its own account is sent away at once, with the time to
/// come back: what waits here holds a place in which others could work. Shared by all calls of a process.
/// https://developers.google.com/workspace/calendar/api/guides/quota
public final class GoogleCallGate: Sendable {
    private typealias Continuation = CheckedContinuation<Void, any Error>

    /// Where one is who has to wait.
    fileprivate enum Place {
        /// Not asleep yet.
        case expected
        case asleep(CheckedContinuation<Void, any Error>)
        case letGo
        case sentAway(GoogleError)
    }

    fileprivate struct State {
        var project: AdaptiveBudget
        var accounts: [String: GoogleAccountBudget] = [:]
        var queue = LaneQueue<GoogleCall>()
        var places: [UInt64: Place] = [:]
        /// Whether somebody looks after those who wait.
        var isWatched = false
    }

    /// While some wait, it is looked so often who may go.
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
    /// - Throws: `GoogleError.circuitOpen` at once where the account is not worth calling now, `GoogleError.held` where it
    ///   is not to be called for longer than is waited here; what `body` throws.
    func run<Answer>(_ call: GoogleCall, _ body: () async throws -> Answer) async throws -> Answer {
        // Neither is a refusal of Google's: from those the budgets learn, and from these they learn nothing.
        try await enter(call)
        do {
            let answer = try await body()
            state.withLock { $0.accepted(call) }
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
            // First, as who asks the circuit may be the one call that is to try.
            if let wait = state.accounts[call.account, default: GoogleAccountBudget()].hold(call, at: now) {
                throw GoogleError.held(retryAfter: wait)
            }
            if let wait = state.accounts[call.account]?.circuit.wait(at: now, for: CallCause.current) {
                throw GoogleError.circuitOpen(retryAfter: wait)
            }
            if state.canGo(call, at: now) {
                state.count(call, at: now)
                return nil
            }
            let ticket = state.queue.append(call, lane)
            state.places[ticket] = .expected
            state.accounts[call.account]?.waiting.insert(ticket)
            return ticket
        }
        guard let ticket else { return }
        letGo()
        watch()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { fallAsleep(ticket, $0) }
        } onCancel: {
            giveUp(ticket, call)
        }
    }

    private func fallAsleep(_ ticket: UInt64, _ continuation: Continuation) {
        let place = state.withLock { state in
            let place = state.places[ticket]
            if case .expected? = place {
                state.places[ticket] = .asleep(continuation)
            } else {
                state.places[ticket] = nil
            }
            return place
        }
        switch place {
        case .expected?: break
        case .letGo?, .asleep?: continuation.resume()
        case .sentAway(let error)?: continuation.resume(throwing: error)
        case nil: continuation.resume(throwing: CancellationError())
        }
    }

    private func giveUp(_ ticket: UInt64, _ call: GoogleCall) {
        let place = state.withLock { state in
            let place = state.places.removeValue(forKey: ticket)
            if place != nil {
                state.queue.remove(ticket)
                state.accounts[call.account]?.waiting.remove(ticket)
                state.accounts[call.account]?.circuit.abandoned(at: elapsed())
            }
            return place
        }
        if case .asleep(let continuation)? = place { continuation.resume(throwing: CancellationError()) }
    }

    /// Lets go all who can, in their order.
    private func letGo() {
        let continuations = state.withLock { state in
            let now = elapsed()
            var continuations: [Continuation] = []
            while let ticket = state.next(at: now) {
                if case .asleep(let continuation)? = state.places.removeValue(forKey: ticket) {
                    continuations.append(continuation)
                } else {
                    state.places[ticket] = .letGo
                }
            }
            return continuations
        }
        for continuation in continuations { continuation.resume() }
    }

    /// One task looks for all who wait, for as long as there are any.
    private func watch() {
        let begins = state.withLock { state in
            defer { state.isWatched = state.isWatched || !state.queue.isEmpty }
            return !state.isWatched && !state.queue.isEmpty
        }
        guard begins else { return }
        Task {
            repeat {
                try? await sleep(Self.look)
                letGo()
            } while state.withLock { state in
                state.isWatched = !state.queue.isEmpty
                return state.isWatched
            }
        }
    }

    private func note(_ error: any Error, of call: GoogleCall) {
        let cause = CallCause.current
        let sentAway = state.withLock { state in
            let now = elapsed()
            switch error as? GoogleError {
            // Also said of one calendar that is written to too quickly: only where it is said to many is it the project.
            case .rateLimitExceeded(let after)?:
                state.project.refused(at: now)
                state.accounts[call.account]?.refused(call, at: now, retryAfter: after)
            case .userRateLimitExceeded(let after)?:
                state.project.accepted()
                state.accounts[call.account]?.refused(call, at: now, retryAfter: after)
            case .backendError?, .unavailable?: state.accounts[call.account]?.circuit.failed(at: now, for: cause)
            case .transport(let failure)? where failure.isTransient:
                state.accounts[call.account]?.circuit.failed(at: now, for: cause)
            // Google has answered, and said what is wrong.
            case .some: state.accepted(call)
            // Cancelled, or failed before the call was made.
            case nil: state.accounts[call.account]?.circuit.abandoned(at: now)
            }
            return state.sendAway(call.account, at: now)
        }
        for (continuation, error) in sentAway { continuation.resume(throwing: error) }
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
    /// Takes out and counts the next who can go.
    fileprivate mutating func next(at now: Duration) -> UInt64? {
        if queue.isEmpty || project.wait(at: now) != nil { return nil }
        // Taken out, not copied: the queue asks while it is being changed.
        var accounts: [String: GoogleAccountBudget] = [:]
        swap(&accounts, &self.accounts)
        let next = queue.next(at: now) { accounts[$0.account]?.wait(for: $0, at: now) }
        swap(&accounts, &self.accounts)
        guard let next else { return nil }
        self.accounts[next.key.account]?.waiting.remove(next.id)
        count(next.key, at: now)
        return next.id
    }

    fileprivate mutating func canGo(_ call: GoogleCall, at now: Duration) -> Bool {
        queue.isEmpty && project.wait(at: now) == nil && accounts[call.account]?.wait(for: call, at: now) == nil
    }

    fileprivate mutating func count(_ call: GoogleCall, at now: Duration) {
        project.take(at: now)
        accounts[call.account]?.take(call, at: now)
    }

    /// Those of the account who wait already are sent away, too, where Google has just asked for a long rest.
    /// - Returns: whom to wake, and with what.
    fileprivate mutating func sendAway(
        _ account: String, at now: Duration
    ) -> [(CheckedContinuation<Void, any Error>, GoogleError)] {
        guard let rest = accounts[account]?.rest(at: now),
            let waiting = accounts[account]?.waiting, !waiting.isEmpty
        else { return [] }
        accounts[account]?.waiting = []
        accounts[account]?.circuit.abandoned(at: now)
        let error = GoogleError.held(retryAfter: rest)
        return waiting.compactMap { ticket in
            queue.remove(ticket)
            if case .asleep(let continuation)? = places.removeValue(forKey: ticket) { return (continuation, error) }
            places[ticket] = .sentAway(error)
            return nil
        }
    }

    /// Google has answered, with whatever it was.
    fileprivate mutating func accepted(_ call: GoogleCall) {
        project.accepted()
        accounts[call.account]?.accepted(call)
    }
}
