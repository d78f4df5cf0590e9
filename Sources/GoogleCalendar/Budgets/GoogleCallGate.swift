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

    private typealias Continuation = CheckedContinuation<Void, any Error>

    /// Where one is who has to wait.
    fileprivate enum Place {
        /// Not asleep yet.
        case expected
        case asleep(CheckedContinuation<Void, any Error>)
        case letGo
    }

    fileprivate struct State {
        var project: AdaptiveBudget
        var accounts: [String: Account] = [:]
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
    /// - Throws: `GoogleError.circuitOpen` at once where the account is not worth calling now; what `body` throws.
    func run<Answer>(_ call: GoogleCall, _ body: () async throws -> Answer) async throws -> Answer {
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
            if let wait = state.accounts[call.account, default: Account()].circuit.wait(at: now) {
                throw GoogleError.circuitOpen(retryAfter: wait)
            }
            if state.canGo(call, at: now) {
                state.count(call, at: now)
                return nil
            }
            let ticket = state.queue.append(call, lane)
            state.places[ticket] = .expected
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
        case nil: continuation.resume(throwing: CancellationError())
        }
    }

    private func giveUp(_ ticket: UInt64, _ call: GoogleCall) {
        let place = state.withLock { state in
            let place = state.places.removeValue(forKey: ticket)
            if place != nil {
                state.queue.remove(ticket)
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
        state.withLock { state in
            let now = elapsed()
            switch error as? GoogleError {
            // Also said of one calendar that is written to too quickly: only where it is said to many is it the project.
            case .rateLimitExceeded(let after)?:
                state.project.refused(at: now)
                state.accounts[call.account]?.refused(call, at: now, retryAfter: after)
            case .userRateLimitExceeded(let after)?:
                state.project.accepted()
                state.accounts[call.account]?.refused(call, at: now, retryAfter: after)
            case .backendError?, .unavailable?: state.accounts[call.account]?.circuit.failed(at: now)
            case .transport(let failure)? where failure.isTransient:
                state.accounts[call.account]?.circuit.failed(at: now)
            // Google has answered, and said what is wrong.
            case .some: state.accepted(call)
            // Cancelled, or failed before the call was made.
            case nil: state.accounts[call.account]?.circuit.abandoned(at: now)
            }
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
    /// Takes out and counts the next who can go.
    fileprivate mutating func next(at now: Duration) -> UInt64? {
        if queue.isEmpty || project.wait(at: now) != nil { return nil }
        // Taken out, not copied: the queue asks while it is being changed.
        var accounts: [String: GoogleCallGate.Account] = [:]
        swap(&accounts, &self.accounts)
        let next = queue.next(at: now) { accounts[$0.account]?.wait(for: $0, at: now) }
        swap(&accounts, &self.accounts)
        guard let next else { return nil }
        count(next.key, at: now)
        return next.id
    }

    fileprivate mutating func canGo(_ call: GoogleCall, at now: Duration) -> Bool {
        queue.isEmpty && project.wait(at: now) == nil && accounts[call.account]?.wait(for: call, at: now) == nil
    }

    fileprivate mutating func count(_ call: GoogleCall, at now: Duration) {
        project.take(at: now)
        accounts[call.account]?.calls.take(at: now)
        if call.isWrite { accounts[call.account]?.writes.take(at: now) }
    }

    /// Google has answered, with whatever it was.
    fileprivate mutating func accepted(_ call: GoogleCall) {
        project.accepted()
        accounts[call.account]?.accepted(call)
    }
}

extension GoogleCallGate.Account {
    /// Nil: the call may go now; else when to ask again.
    fileprivate mutating func wait(for call: GoogleCall, at now: Duration) -> Duration? {
        let waits = [calls.wait(at: now), call.isWrite ? writes.wait(at: now) : nil]
        return waits.compactMap(\.self).max()
    }

    fileprivate mutating func accepted(_ call: GoogleCall) {
        calls.accepted()
        if call.isWrite { writes.accepted() }
        circuit.succeeded()
    }

    /// A write may be one too many where a reading is not.
    fileprivate mutating func refused(_ call: GoogleCall, at now: Duration, retryAfter: Duration?) {
        calls.refused(at: now, retryAfter: retryAfter)
        if call.isWrite { writes.refused(at: now, retryAfter: retryAfter) }
        circuit.succeeded()
    }
}
