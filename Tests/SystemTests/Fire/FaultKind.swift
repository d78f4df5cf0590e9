import OutboundHTTP

/// A kind of refusal or silence of a remote system, and how often a call is to meet it.
struct FaultKind: Sendable, CustomStringConvertible {
    /// `events.insert`, `events.*`, `kartra.*` or `*`.
    let method: String
    /// Of the calls to these methods.
    let share: Double
    let members: [String: any Sendable]

    init(_ method: String, _ share: Double, _ members: [String: any Sendable]) {
        self.method = method
        self.share = share
        self.members = members
    }

    var description: String {
        "\(method) \(members.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))"
    }

    /// Sets them on, in this order. The sandbox asks each only where none before it has hit the call, so that each is given the
    /// probability with which its share of all calls is left.
    /// - Returns: the fault's id of each.
    static func start(_ kinds: [FaultKind], in sandbox: FleetClient) async throws -> [Int] {
        var ids: [Int] = []
        for (index, kind) in kinds.enumerated() {
            let taken = kinds[..<index].filter { $0.covers(kind.method) }.map(\.share).reduce(0, +)
            var fault = kind.members
            fault["match"] = ["method": kind.method]
            fault["probability"] = kind.share / (1 - taken)
            // More than there are calls, so that it can be told how many were hit.
            fault["times"] = most
            ids.append(try await sandbox.call(.post, "/control/faults", fault).object["id"] as? Int ?? 0)
        }
        return ids
    }

    /// Ends them all.
    /// - Returns: by the fault's id, how many calls it has hit.
    static func end(in sandbox: FleetClient) async throws -> [Int: Int] {
        let faults = try await sandbox.call(.get, "/control/faults").objects
        try await sandbox.call(.delete, "/control/faults")
        return faults.reduce(into: [:]) { hits, fault in
            if let id = fault["id"] as? Int, let left = fault["times"] as? Int { hits[id] = most - left }
        }
    }

    private static let most = 1_000_000_000

    private func covers(_ method: String) -> Bool {
        self.method == "*" || self.method == method
            || (self.method.hasSuffix(".*") && method.hasPrefix(self.method.dropLast()))
    }
}
