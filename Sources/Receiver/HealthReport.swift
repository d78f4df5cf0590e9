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

    /// - Parameter informative: checks that are told and decide nothing.
    init(_ checks: [String: Outcome], informative: Set<String> = []) {
        self.checks = checks
        status = checks.allSatisfy { $0.value == .ok || informative.contains($0.key) } ? .ready : .notReady
    }
}
