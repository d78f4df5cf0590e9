/// One thing the process depends on, and how to find out whether it is there.
public struct HealthCheck: Sendable {
    public let name: String
    /// Whether the process is of no use without it; else it is only told.
    let isEssential: Bool
    let run: @Sendable () async throws -> Void

    /// - Parameter run: throws where the dependency cannot be used now.
    public init(_ name: String, isEssential: Bool = true, run: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.isEssential = isEssential
        self.run = run
    }
}
