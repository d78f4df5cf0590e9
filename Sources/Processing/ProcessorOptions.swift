public import OutboundHTTP

/// Bounds of the engine.
public struct ProcessorOptions: Sendable {
    /// Keys handled at once.
    public var maxInFlight: Int
    /// An account begins no more turns while it holds so many times the places that are free: with three, one account
    /// alone has three quarters of all, and whoever comes next finds a place at once. One that holds as many as this number
    /// lets pass those that hold fewer.
    public var timesFree: Int
    /// A partition with more open records than this is paused until half of them are settled.
    public var maxOpenPerPartition: Int
    /// How long a rebalance waits for the handling under way of revoked partitions. All members of the group stand still
    /// meanwhile, and what has no answer by then has probably none to come: whoever gets the partition repeats it.
    public var drainTimeout: Duration
    /// The same for a member that leaves, which holds up no other.
    public var shutdownTimeout: Duration
    /// How often and for how long a failed input is tried again in its key. A wait that the other side asks for and that
    /// does not fit in is a matter for parking.
    public var retry: RetryPolicy
    /// How long an input then waits in parking before the next round.
    public var parkedFor: Duration

    public init(
        maxInFlight: Int = 64, timesFree: Int = 3, maxOpenPerPartition: Int = 2_000,
        drainTimeout: Duration = .milliseconds(1_500), shutdownTimeout: Duration = .seconds(15),
        retry: RetryPolicy = RetryPolicy(
            backoff: Backoff(base: .milliseconds(250), cap: .seconds(10)), maxAttempts: 6, maxElapsed: .seconds(30)),
        parkedFor: Duration = .seconds(60)
    ) {
        self.maxInFlight = maxInFlight
        self.timesFree = timesFree
        self.maxOpenPerPartition = maxOpenPerPartition
        self.drainTimeout = drainTimeout
        self.shutdownTimeout = shutdownTimeout
        self.retry = retry
        self.parkedFor = parkedFor
    }
}
