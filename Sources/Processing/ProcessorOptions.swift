/// Bounds of the engine.
public struct ProcessorOptions: Sendable {
    /// Keys handled at once.
    public var maxInFlight: Int
    /// A partition with more open records than this is paused until half of them are settled.
    public var maxOpenPerPartition: Int
    /// How long revoked partitions are waited for.
    public var drainTimeout: Duration
    public var retry: RetrySchedule

    public init(
        maxInFlight: Int = 64, maxOpenPerPartition: Int = 2_000, drainTimeout: Duration = .seconds(15),
        retry: RetrySchedule = RetrySchedule()
    ) {
        self.maxInFlight = maxInFlight
        self.maxOpenPerPartition = maxOpenPerPartition
        self.drainTimeout = drainTimeout
        self.retry = retry
    }
}
