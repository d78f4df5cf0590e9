import Dispatch
import Logging
import Records

/// Calls the listener's asynchronous half from the thread that polls, and holds that thread until it has returned: this is
/// what makes a rebalance wait for the work in flight.
///
/// `@unchecked Sendable`: used by the one thread that polls only; librdkafka's callback just cannot say so.
final class ListenerCaller: @unchecked Sendable {
    private let listener: any PartitionListener
    private let timeout: Duration
    private let logger: Logger
    private var previous: Task<Void, Never>?

    init(_ listener: any PartitionListener, timeout: Duration, logger: Logger) {
        self.listener = listener
        self.timeout = timeout
        self.logger = logger
    }

    /// Waits at most `timeout`; then cancels the call and goes on. The next call still begins after it has ended.
    func call(_ name: String, _ body: @escaping @Sendable (any PartitionListener) async -> Void) {
        let ended = DispatchSemaphore(value: 0)
        // Not a child of `run`'s task: its cancellation is what begins a drain, and must not cut it short.
        let task = Task { [listener, previous] in
            await previous?.value
            await body(listener)
            ended.signal()
        }
        previous = task
        if ended.wait(timeout: .now() + .milliseconds(Int(timeout.milliseconds))) == .timedOut {
            task.cancel()
            logger.error("Partition listener took too long", metadata: ["call": "\(name)", "after": "\(timeout)"])
        }
    }
}
