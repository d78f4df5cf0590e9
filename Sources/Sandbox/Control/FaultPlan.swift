import ServiceLifecycle
import Synchronization

/// The faults in force and the latency of every call.
final class FaultPlan: Sendable {
    private struct State {
        var faults: [Fault] = []
        var nextId = 1
        var latencyMilliseconds = 0
    }

    private let state = Mutex(State())
    private let random: SeededRandom

    init(random: SeededRandom) {
        self.random = random
    }

    /// Reads `{"match":{…},"status","reason","message","times","probability","retryAfter","delayMilliseconds","hang",
    /// "after"}`.
    func add(_ body: JSONObject) throws(APIError) -> Fault {
        let match = body["match"]?.object ?? JSONObject()
        let status = body["status"]?.integer
        let delay = body["delayMilliseconds"]?.integer ?? 0
        let hangs = body["hang"]?.bool ?? false
        guard status != nil || delay > 0 || hangs else {
            throw .invalid("A fault needs a status, a delay or a hang.", field: "status")
        }
        if let status, !(400...599).contains(status) { throw .invalid("Not an error status.", field: "status") }
        let answer = status.map {
            FaultAnswer(
                status: $0, reason: body.string("reason"), retryAfter: body["retryAfter"]?.integer,
                message: body.string("message"))
        }
        var probability = 1.0
        switch body["probability"] {
        case .double(let value): probability = value
        case .integer(let value): probability = Double(value)
        case nil, .null: break
        case .some: throw .invalid("Not a number.", field: "probability")
        }
        return state.withLock { state in
            let fault = Fault(
                id: state.nextId, method: match.string("method") ?? "*", calendarId: match.string("calendarId"),
                eventId: match.string("eventId"), user: match.string("user"), answer: answer, probability: probability,
                delayMilliseconds: delay, hangs: hangs, isAfterEffect: body["after"]?.bool ?? false,
                remaining: body["times"]?.integer)
            state.nextId += 1
            state.faults.append(fault)
            return fault
        }
    }

    func all() -> [Fault] { state.withLock { $0.faults } }

    func remove(id: Int?) {
        state.withLock { state in
            if let id { state.faults.removeAll { $0.id == id } } else { state.faults = [] }
        }
    }

    var latencyMilliseconds: Int {
        get { state.withLock { $0.latencyMilliseconds } }
        set { state.withLock { $0.latencyMilliseconds = newValue } }
    }

    /// The first fault that hits the call, counted down.
    func take(_ call: Fault.Call) -> Fault? {
        state.withLock { state in
            for index in state.faults.indices where state.faults[index].matches(call) {
                let fault = state.faults[index]
                guard fault.probability >= 1 || random.happens(fault.probability) else { continue }
                if let remaining = fault.remaining {
                    if remaining <= 1 {
                        state.faults.remove(at: index)
                    } else {
                        state.faults[index].remaining = remaining - 1
                    }
                }
                return fault
            }
            return nil
        }
    }

    /// Waits as the latency and the fault say. A hang lasts until the sandbox stops, at the longest an hour.
    func wait(for fault: Fault?) async throws {
        let milliseconds = latencyMilliseconds + (fault?.delayMilliseconds ?? 0)
        if milliseconds > 0 { try await Task.sleep(for: .milliseconds(milliseconds)) }
        if fault?.hangs == true {
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(3600)) }
        }
    }
}
