/// One thing the process depends on, and how to find out whether it is there.
public struct HealthCheck: Sendable {
    public let name: String
    let run: @Sendable () async throws -> Void

    /// - Parameter run: throws where the dependency cannot be used now.
    public init(_ name: String, run: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.run = run
    }
}
