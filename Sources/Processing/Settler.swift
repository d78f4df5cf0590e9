import CalendarSync
import Foundation
import Logging
import Metrics
import Records

/// Makes the end of an input durable: result, dead letter or parked record. Does not give up while the worker lives: an
/// outcome that cannot be recorded holds its offset back.
struct Settler: Sendable {
    enum Settlement: Sendable {
        /// Durable: the offset may be stored.
        case done
        case again(RetryWish)
        /// The worker stops before it was durable: the next member repeats the input.
        case abandoned
    }

    let producer: any RecordProducer
    let parking: any ParkingStore
    let letters: any DeadLetterStore
    let topics: Topics
    let parkedFor: Duration
    let now: @Sendable () -> Date
    let clock: any Clock<Duration>
    let logger: Logger

    /// So many parked records are looked at before an input is put behind them.
    private static let looked = 8

    func context(of delivery: Delivery, _ work: RoutedWork) -> InputContext {
        InputContext(
            source: SyncResult.Source(delivery.record.position, eventId: work.eventId), subject: work.subject,
            receivedAt: delivery.record.timestamp(or: now()), attempt: delivery.attempt, now: now)
    }

    /// - Throws: where the store can never hold the record: it cannot be parked.
    func settle(_ delivery: Delivery, _ outcome: Outcome) async throws(Rejection) -> Settlement {
        switch outcome {
        case .settled(let result): await publish(result, of: delivery)
        case .rejected(let rejection): await reject(delivery, rejection)
        case .retry(let after, let reason): .again(RetryWish(after: after, reason: reason))
        case .held(let wait): .again(RetryWish(after: wait, reason: .temporaryFailure, isAttempt: false))
        case .parked(let reason, let condition, let dueAt):
            try await park(delivery, reason: reason, until: condition, dueAt: dueAt)
        }
    }

    /// Tried again and again, or told to wait for long: put aside for a while.
    /// - Throws: as `settle` does.
    func park(_ delivery: Delivery, _ wish: RetryWish) async throws(Rejection) -> Settlement {
        let wait = max(parkedFor, wish.after ?? .zero)
        return try await park(delivery, reason: wish.parkingReason, until: .time, dueAt: now().advanced(by: wait))
    }

    /// Order within a key is kept: what comes behind a parked record waits with it. A coalescing input need not where another
    /// waits behind the first already, and will cover it. The first itself may be under way, and have read before this came.
    /// One that announces needs one that does, too.
    /// - Throws: as `settle` does.
    func queueBehindParked(
        _ delivery: Delivery, _ work: RoutedWork, announces: (ParkedRecord) -> Bool
    ) async throws(Rejection) -> Settlement {
        if work.coalesces {
            switch try await parked(work.key, limit: Self.looked) {
            case nil: return .abandoned
            // Nobody can say what waits: it waits with it.
            case .unreadable?: break
            case .records(let records)?:
                let behind = records.dropFirst()
                // Where so many wait, one more would say nothing new.
                let isCovered =
                    work.announces
                    ? behind.contains(where: announces) || records.count == Self.looked : !behind.isEmpty
                if isCovered {
                    return await publish(result(.skipped, .coalesced, of: delivery), of: delivery)
                }
            }
        }
        return try await park(delivery, reason: .behindParked, until: .time, dueAt: now().advanced(by: parkedFor))
    }

    /// The first records of a parked key; nil: stopping before the store answered. A row that cannot be read stays so
    /// until an operator has looked at it, and to insist on it would hold up a whole partition.
    /// - Throws: as `settle` does.
    func parked(_ key: String, limit: Int) async throws(Rejection) -> ParkedReading? {
        try await keep("reading parked records") {
            do {
                return .records(try await parking.parked(key: key, limit: limit))
            } catch StoreError.corrupt(let table, let row) {
                logger.error(
                    "a parked record cannot be read, and its key waits until it can",
                    metadata: ["table": "\(table)", "row": "\(row)", "key": "\(key)"])
                return .unreadable
            }
        }
    }

    /// Inputs that the run of a later one has served.
    func coalesce(_ deliveries: some Collection<Delivery>) async -> Bool {
        for delivery in deliveries {
            let settlement = await TraceContext.$current.withValue(TraceContext(of: delivery.record)) {
                await publish(result(.skipped, .coalesced, of: delivery), of: delivery)
            }
            guard case .done = settlement else { return false }
        }
        return true
    }

    /// Nil: stopping before the store answered.
    /// - Throws: where no such key can be in the store.
    func isParked(_ key: String) async throws(Rejection) -> Bool? {
        try await keep("asking for parked records") { try await parking.isParked(key: key) }
    }

    func result(
        _ outcome: SyncResult.Outcome, _ reason: SyncResult.Reason, of delivery: Delivery
    ) -> SyncResult {
        switch delivery.work {
        case .success(let work): context(of: delivery, work).result(outcome, reason)
        case .failure:
            SyncResult(
                outcome: outcome, reason: reason,
                source: SyncResult.Source(delivery.record.position, eventId: delivery.record.eventId),
                subject: ResultSubject(), receivedAt: delivery.record.timestamp(or: now()), handledAt: now())
        }
    }

    func publish(_ result: SyncResult, of delivery: Delivery) async -> Settlement {
        let done: Void? = await insist("publishing a result") {
            try await producer.send([result.record(topics: topics)])
        }
        guard done != nil else { return .abandoned }
        Counter(
            label: "calsync_inputs_settled_total",
            dimensions: [
                ("topic", delivery.record.topicPartition.topic), ("outcome", result.outcome.rawValue),
                ("reason", result.reason?.rawValue ?? ""),
            ]
        ).increment()
        // Most inputs change nothing; what did something is to be found by its trace.
        logger.log(
            level: result.effects.isEmpty ? .debug : .info, "input settled",
            metadata: [
                "record": "\(delivery.record.position)", "outcome": "\(result.outcome.rawValue)",
                "reason": "\(result.reason?.rawValue ?? "")", "effects": "\(result.effectSummary)",
            ])
        EffectMetrics.count(result, waited: now().timeIntervalSince(delivery.record.timestamp(or: now())))
        return .done
    }

    private func park(
        _ delivery: Delivery, reason: SyncResult.Reason, until condition: ParkingCondition, dueAt: Date
    ) async throws(Rejection) -> Settlement {
        guard case .success(let work) = delivery.work else { return .abandoned }
        let parked = ParkedRecord(
            key: work.key, accountId: work.subject.accountId, classId: work.subject.classId, record: delivery.record,
            reason: reason, condition: condition, parkedAt: now(), dueAt: dueAt)
        let done: Void? = try await keep("parking a record") { try await parking.park(parked) }
        guard done != nil else { return .abandoned }
        logger.info(
            "input parked", metadata: ["record": "\(delivery.record.position)", "reason": "\(reason.rawValue)"])
        return await publish(result(.parked, reason, of: delivery), of: delivery)
    }
}

extension Date {
    func advanced(by duration: Duration) -> Date {
        let (seconds, attoseconds) = duration.components
        return addingTimeInterval(TimeInterval(seconds) + TimeInterval(attoseconds) * 1e-18)
    }
}
