/// What a task must hold while it makes a call, such as a lease that others wait for. It is asked for right before each
/// call, when budgets and queues have been waited for: what was held before them may have been lost meanwhile.
public struct CallPermit: Sendable {
    /// Of the work that a task does; nil: it may call whenever it likes.
    @TaskLocal public static var current: CallPermit?

    private let hold: @Sendable (Duration) async throws -> Void

    /// - Parameter hold: makes sure of it for the time that a call may take; what it throws, the call throws unmade.
    public init(_ hold: @escaping @Sendable (Duration) async throws -> Void) {
        self.hold = hold
    }

    func take(for longest: Duration) async throws {
        try await hold(longest)
    }
}
