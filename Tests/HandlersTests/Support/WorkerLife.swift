import Synchronization

/// One handling by one worker, as the outside sees it: it takes a step before and after each call it makes, and at a
/// chosen step it dies or waits for another worker.
final class WorkerLife: Sendable {
    struct Died: Error {}

    private struct State {
        var steps = 0
        var isDead = false
    }

    private let state = Mutex(State())
    private let mishap: Mishap?
    private let pace: WorkerPace
    private let others: [WorkerPace]

    init(mishap: Mishap? = nil, pace: WorkerPace = WorkerPace(), others: [WorkerPace] = []) {
        self.mishap = mishap
        self.pace = pace
        self.others = others
    }

    var isDead: Bool { state.withLock(\.isDead) }

    func perform<Value>(_ call: () async throws -> Value) async throws -> Value {
        try await step()
        let value = try await call()
        try await step()
        return value
    }

    private func step() async throws {
        pace.advance()
        let (steps, dies) = state.withLock { state in
            state.steps += 1
            if case .death(let step)? = mishap, state.steps >= step { state.isDead = true }
            return (state.steps, state.isDead)
        }
        if dies { throw Died() }
        if case .pause(steps, let others)? = mishap { await wait(for: others) }
    }

    /// Until the other workers have gone that many steps further, or have nothing more to do.
    private func wait(for steps: Int) async {
        for other in others { await other.reached(other.steps + steps) }
    }

    /// Makes a write call, the handling's `number`th, and dies after it if that is its mishap.
    func write<Value>(number: Int, _ call: () async throws -> Value) async throws -> Value {
        guard case .lateWrite(number, let others)? = mishap else { return try await call() }
        await wait(for: others)
        _ = try await call()
        state.withLock { $0.isDead = true }
        throw Died()
    }

    /// How a call of Google's API goes wrong on its way, if it does.
    var lostWrite: Mishap.LostWrite? {
        if case .lostWrite(let lost)? = mishap { lost } else { nil }
    }
}
