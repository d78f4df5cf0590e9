public import CalendarSync
public import Foundation
public import Logging
import OutboundHTTP
public import Records
public import ServiceLifecycle

/// The engine: records in, handlers called in the order of each key, results out, offsets stored when the results are
/// acknowledged. Knows nothing of calendars.
public struct RecordProcessor: Service {
    private let consumer: any RecordConsumer
    private let scheduler: RecordScheduler
    private let settler: Settler
    private let unparker: Unparker
    private let clock: any Clock<Duration>
    private let retry: RetryPolicy
    private let logger: Logger

    /// From this attempt on the wait for a lease grows no longer: two seconds at most.
    private static let busyAttempts = 3

    public init(
        consumer: any RecordConsumer, producer: any RecordProducer, routes: [any RecordRoute],
        parking: any ParkingStore, letters: any DeadLetterStore, topics: Topics,
        options: ProcessorOptions = ProcessorOptions(),
        now: @escaping @Sendable () -> Date, clock: any Clock<Duration> = ContinuousClock(), logger: Logger
    ) {
        self.consumer = consumer
        self.clock = clock
        self.logger = logger
        retry = options.retry
        scheduler = RecordScheduler(consumer: consumer, routes: routes, options: options, clock: clock, logger: logger)
        settler = Settler(
            producer: producer, parking: parking, letters: letters, topics: topics, parkedFor: options.parkedFor,
            now: now, clock: clock, logger: logger)
        unparker = Unparker(settler: settler, parking: parking, router: scheduler)
    }

    /// Works until shutdown is asked for, then gives its partitions back in order.
    public func run() async throws {
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    defer { scheduler.stop() }
                    try await consumer.run(scheduler)
                }
                group.addTask { await takeTurns() }
                try await group.waitForAll()
            }
        } onGracefulShutdown: {
            scheduler.leave()
            consumer.close()
        }
    }

    private func takeTurns() async {
        await withDiscardingTaskGroup { group in
            for await turn in scheduler.turns {
                group.addTask {
                    guard let delay = await take(turn) else { return }
                    try? await clock.sleep(for: delay)
                    scheduler.wake(turn.key)
                }
            }
            // The consumer has closed: what still waits for another attempt is repeated by the next member.
            group.cancelAll()
        }
    }

    /// - Returns: when to take the turn again; nil: it is over.
    private func take(_ turn: KeyedQueue.Turn) async -> Duration? {
        let begun = scheduler.begin(turn)
        guard let index = begun.lastIndex(where: \.announces) ?? begun.indices.last else {
            scheduler.finish(turn, begun: [])
            return nil
        }
        var chosen = begun[index]
        // What joins a turn that is being tried again does not make it new: its patience would never end.
        for delivery in begun {
            chosen.attempt = max(chosen.attempt, delivery.attempt)
            chosen.waited = max(chosen.waited, delivery.waited)
        }
        let others = begun[..<index] + begun[(index + 1)...]
        return await TraceContext.$current.withValue(TraceContext(of: chosen.record)) { [chosen] in
            await CallCause.$current.withValue(turn.key) { await take(turn, begun, chosen, for: others) }
        }
    }

    /// - Parameter others: those of the turn that are served by what is done for the chosen one.
    private func take(
        _ turn: KeyedQueue.Turn, _ begun: [Delivery], _ chosen: Delivery, for others: ArraySlice<Delivery>
    ) async -> Duration? {
        var settlement = await rejecting(chosen) { () throws(Rejection) in try await handle(chosen) }
        if case .again(let wish) = settlement {
            switch decision(wish, of: chosen) {
            case .retry(let delay):
                logger.debug(
                    "to be tried again",
                    metadata: ["reason": "\(wish.reason.rawValue)", "attempt": "\(chosen.attempt)"])
                scheduler.delay(turn, begun: begun, by: delay, tried: wish.isAttempt)
                return delay
            case .exhausted, .permanent:
                settlement = await rejecting(chosen) { () throws(Rejection) in
                    chosen.isUnparking
                        ? try await unparker.giveUp(chosen, wish) : try await settler.park(chosen, wish)
                }
            }
        }
        if case .done = settlement, await settler.coalesce(others) { scheduler.settle(begun) }
        scheduler.finish(turn, begun: begun)
        return nil
    }

    private func decision(_ wish: RetryWish, of delivery: Delivery) -> RetryDecision {
        var random = SystemRandomNumberGenerator()
        if wish.reason == .busy {
            // Who holds the lease gives it back or dies, and then it ends by itself: parking would only add a minute.
            let backoff = retry.backoff.delay(afterAttempt: min(delivery.attempt, Self.busyAttempts), using: &random)
            return .retry(after: (wish.after ?? .zero) + backoff)
        }
        // What was not tried costs time only: it is parked where that has passed.
        return retry.decision(
            afterAttempt: wish.isAttempt ? delivery.attempt : 1, isTransient: true, retryAfter: wish.after,
            elapsed: delivery.waited, using: &random)
    }

    /// What the store can never hold is a dead letter: neither another attempt nor parking would end it.
    private func rejecting(
        _ delivery: Delivery, _ body: () async throws(Rejection) -> Settler.Settlement
    ) async -> Settler.Settlement {
        do throws(Rejection) {
            return try await body()
        } catch {
            return await settler.reject(delivery, error)
        }
    }

    private func handle(_ delivery: Delivery) async throws(Rejection) -> Settler.Settlement {
        switch delivery.work {
        case .failure(let rejection):
            return await settler.reject(delivery, rejection)
        case .success(let work):
            switch work.task {
            case .unpark(let askedAt):
                return try await unparker.unpark(delivery, work, askedAt: askedAt)
            case .handle(let handle):
                switch try await settler.isParked(work.key) {
                case nil: return .abandoned
                case true?:
                    return try await settler.queueBehindParked(delivery, work) {
                        (try? scheduler.work(for: $0.record).get().announces) ?? false
                    }
                case false?:
                    return try await settler.settle(delivery, await handle(settler.context(of: delivery, work)))
                }
            }
        }
    }
}
