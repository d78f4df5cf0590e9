import Synchronization

/// How often each method was called and with what status.
final class CallCounters: Sendable {
    private let counts = Mutex<[String: [Int: Int]]>([:])

    func add(_ method: String, status: Int) {
        counts.withLock { $0[method, default: [:]][status, default: 0] += 1 }
    }

    func reset() {
        counts.withLock { $0 = [:] }
    }

    var json: JSONValue {
        let counts = counts.withLock { $0 }
        var calls = JSONObject()
        var statuses = JSONObject()
        for (method, byStatus) in counts.sorted(by: { $0.key < $1.key }) {
            calls.append(method, .integer(byStatus.values.reduce(0, +)))
            let sorted = byStatus.sorted { $0.key < $1.key }
            statuses.append(method, .object(JSONObject(sorted.map { (String($0.key), .integer($0.value)) })))
        }
        return ["calls": .object(calls), "statuses": .object(statuses)]
    }
}
