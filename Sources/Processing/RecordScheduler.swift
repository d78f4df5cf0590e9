import CalendarSync
import Logging
import Metrics
import Records
import Synchronization

/// From partitions to keys: takes what the consumer delivers, hands out turns by key, settles offsets in order, and gives
/// partitions back only when nothing of them is being worked on.
final class RecordScheduler: PartitionListener {
    private struct State {
        var book: PartitionBook
        var queue: KeyedQueue
        var quietWaiters: [(partitions: [TopicPartition], signal: AsyncStream<Void>.Continuation)] = []
        /// No rebalance, but the end.
        var isLeaving = false
        var isStopped = false
    }

    private let consumer: any RecordConsumer
    private let routes: [String: any RecordRoute]
    private let options: ProcessorOptions
    private let clock: any Clock<Duration>
    private let logger: Logger
    private let inFlight = Meter(label: "calsync_records_in_flight")
    private let state: Mutex<State>
    private let continuation: AsyncStream<KeyedQueue.Turn>.Continuation
    /// Turns to be taken, at most `maxInFlight` at a time.
    let turns: AsyncStream<KeyedQueue.Turn>

    init(
        consumer: any RecordConsumer, routes: [any RecordRoute], options: ProcessorOptions,
        clock: any Clock<Duration>, logger: Logger
    ) {
        self.consumer = consumer
        self.routes = Dictionary(routes.map { ($0.topic, $0) }) { first, _ in first }
        self.options = options
        self.clock = clock
        self.logger = logger
        state = Mutex(
            State(
                book: PartitionBook(maxOpen: options.maxOpenPerPartition),
                queue: KeyedQueue(maxInFlight: options.maxInFlight, timesFree: options.timesFree)))
        (turns, continuation) = AsyncStream.makeStream()
    }

    // MARK: From the consumer

    func assigned(_ partitions: [TopicPartition]) async {
        state.withLock { $0.book.assign(partitions) }
        logger.info("partitions assigned", metadata: ["partitions": .stringConvertible(partitions.count)])
    }

    func received(_ records: [ConsumedRecord]) {
        let routed = records.map { record in (record, work(for: record)) }
        state.withLock { state in
            var paused: Set<TopicPartition> = []
            for (record, work) in routed {
                guard let (assignment, pause) = state.book.receive(record) else { continue }
                if pause { paused.insert(record.topicPartition) }
                state.queue.append(Delivery(record: record, work: work, assignment: assignment))
            }
            // Under the lock, so that a pause never comes after the resumption that answers it.
            if !paused.isEmpty { attempt("pausing partitions") { try consumer.pause(Array(paused)) } }
            handOut(&state)
        }
    }

    func revoked(_ partitions: [TopicPartition]) async {
        let (quiet, signal) = AsyncStream<Void>.makeStream()
        let limit = state.withLock { state in
            state.book.drain(partitions)
            state.queue.drop(Set(partitions))
            state.quietWaiters.append((partitions, signal))
            releaseWaiters(&state)
            return state.isLeaving ? options.shutdownTimeout : options.drainTimeout
        }
        let drained = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in quiet { return true }
                return false
            }
            group.addTask { [clock] in
                try? await clock.sleep(for: limit)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
        if !drained { logger.warning("revoked partitions were not quiet in time; their work will be repeated") }
        forget(partitions)
        logger.info("partitions revoked", metadata: ["partitions": .stringConvertible(partitions.count)])
    }

    func lost(_ partitions: [TopicPartition]) async {
        state.withLock { $0.queue.drop(Set(partitions)) }
        forget(partitions)
        logger.warning("partitions lost", metadata: ["partitions": .stringConvertible(partitions.count)])
    }

    // MARK: From the workers

    /// Whether the turn may begin; a delivery of a partition that is being given back may not.
    func begin(_ turn: KeyedQueue.Turn) -> [Delivery] {
        state.withLock { state in turn.deliveries.filter { state.book.begin($0) } }
    }

    /// The deliveries' results are acknowledged: stores how far their partitions are settled.
    func settle(_ deliveries: [Delivery]) {
        state.withLock { state in
            var resumed: Set<TopicPartition> = []
            for delivery in deliveries {
                let partition = delivery.record.topicPartition
                switch state.book.settle(delivery) {
                case .gone: logger.info("settled after the partition had gone; it will be repeated")
                case .settled(let next, let resume):
                    // Under the lock, so that a lower offset is never stored after a higher one.
                    if let next { attempt("storing an offset") { try consumer.storeOffset(next, of: partition) } }
                    if resume { resumed.insert(partition) }
                }
            }
            if !resumed.isEmpty { attempt("resuming partitions") { try consumer.resume(Array(resumed)) } }
        }
    }

    /// Ends a turn.
    func finish(_ turn: KeyedQueue.Turn, begun: [Delivery]) {
        state.withLock { state in
            for delivery in begun { state.book.end(delivery) }
            state.queue.finish(turn)
            releaseWaiters(&state)
            handOut(&state)
        }
    }

    /// Ends a turn that is to be taken again.
    /// - Parameter tried: whether this was an attempt.
    func delay(_ turn: KeyedQueue.Turn, begun: [Delivery], by delay: Duration, tried: Bool) {
        state.withLock { state in
            for delivery in begun { state.book.end(delivery) }
            let again = KeyedQueue.Turn(key: turn.key, account: turn.account, deliveries: begun)
            state.queue.delay(again, by: delay, tried: tried)
            releaseWaiters(&state)
            handOut(&state)
        }
    }

    func wake(_ key: String) {
        state.withLock { state in
            state.queue.wake(key)
            handOut(&state)
        }
    }

    /// From now on partitions are given back for good.
    func leave() { state.withLock { $0.isLeaving = true } }

    /// No turns are handed out any more, and `turns` ends.
    func stop() {
        state.withLock { $0.isStopped = true }
        continuation.finish()
    }

    // MARK: Inside

    /// What is to be done for a record, or why nothing can be.
    func work(for record: ConsumedRecord) -> Result<RoutedWork, Rejection> {
        guard let route = routes[record.topicPartition.topic] else {
            return .failure(Rejection(.unknownType, detail: "no handler for this topic"))
        }
        do throws(Rejection) {
            return .success(try route.work(for: record))
        } catch {
            return .failure(error)
        }
    }

    private func handOut(_ state: inout State) {
        guard !state.isStopped else { return }
        while let turn = state.queue.next() { continuation.yield(turn) }
        inFlight.set(Int64(state.queue.inFlight))
    }

    private func releaseWaiters(_ state: inout State) {
        let book = state.book
        state.quietWaiters.removeAll { waiter in
            guard book.isQuiet(waiter.partitions) else { return false }
            waiter.signal.yield()
            waiter.signal.finish()
            return true
        }
    }

    private func forget(_ partitions: [TopicPartition]) {
        state.withLock { state in
            state.book.remove(partitions)
            state.quietWaiters.removeAll { $0.partitions == partitions }
        }
    }

    /// The consumer refuses these calls only for partitions it no longer has; what was not stored is repeated elsewhere.
    private func attempt(_ what: String, _ body: () throws -> Void) {
        do {
            try body()
        } catch {
            logger.warning("\(what) was refused", metadata: ["error": "\(error)"])
        }
    }
}
