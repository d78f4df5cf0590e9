public import OutboundHTTP

/// How calls to Google are held back at this moment.
public struct GoogleGateStatus: Sendable {
    public let callsLastMinute: Int
    /// Calls a second since Google refused some for the project; nil: as many as wanted, up to the ceiling.
    public let projectPace: Double?
    public let waiting: [Lane: Int]
    /// How many accounts go slower since Google refused some of their calls, or writes.
    public internal(set) var slowedAccounts = 0
    public internal(set) var slowedWriters = 0
    /// Accounts that are not called, and for how long.
    public internal(set) var openCircuits: [String: Duration] = [:]

    init(callsLastMinute: Int, projectPace: Double?, waiting: [Lane: Int]) {
        self.callsLastMinute = callsLastMinute
        self.projectPace = projectPace
        self.waiting = waiting
    }
}
