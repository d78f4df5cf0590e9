/// The answer of `/readyz`.
struct HealthReport: Encodable, Sendable {
    enum Status: String, Encodable {
        case ready
        case notReady = "not_ready"
    }

    enum Outcome: String, Encodable {
        case ok, failed
        case timedOut = "timed_out"
    }

    let status: Status
    let checks: [String: Outcome]

    init(_ checks: [String: Outcome]) {
        self.checks = checks
        status = checks.values.allSatisfy { $0 == .ok } ? .ready : .notReady
    }
}
