extension ControlAPI {
    /// Faults, latency, clock, counters, deliveries and the state at a glance.
    static func faultRoutes(_ parts: SandboxParts) -> [(verb: String, path: PathPattern, handler: Handler)] {
        [
            ("GET", "faults", { _ in .array(parts.faults.all().map(\.json)) }),
            ("POST", "faults", { call throws(APIError) in try parts.faults.add(try call.request.members()).json }),
            (
                "DELETE", "faults",
                { _ in
                    parts.faults.remove(id: nil)
                    return [:]
                }
            ),
            (
                "DELETE", "faults/{id}",
                { call in
                    parts.faults.remove(id: Int(call.parameter("id")) ?? 0)
                    return [:]
                }
            ),
            ("GET", "latency", { _ in ["milliseconds": .integer(parts.faults.latencyMilliseconds)] }),
            (
                "POST", "latency",
                { call throws(APIError) in
                    let body = try call.request.members()
                    guard let milliseconds = body["milliseconds"]?.integer, milliseconds >= 0 else {
                        throw .invalid("Milliseconds are needed.", field: "milliseconds")
                    }
                    parts.faults.latencyMilliseconds = milliseconds
                    return ["milliseconds": .integer(milliseconds)]
                }
            ),
            (
                "POST", "clock",
                { call throws(APIError) in
                    guard let seconds = try call.request.members()["advanceSeconds"]?.integer else {
                        throw .invalid("Seconds are needed.", field: "advanceSeconds")
                    }
                    parts.clock.advance(seconds: seconds)
                    return ["now": .string(RFC3339.text(milliseconds: parts.clock.milliseconds))]
                }
            ),
            ("GET", "calls", { _ in parts.counters.json }),
            (
                "DELETE", "calls",
                { _ in
                    parts.counters.reset()
                    return [:]
                }
            ),
            ("GET", "deliveries", { _ in parts.deliveries.json }),
            ("GET", "state", { _ in parts.summary }),
        ]
    }
}
