import CalendarSync
import Foundation

/// Takes up the parked records of a key, first parked first, until one has to wait again. It runs as work of that key, so
/// that no newer record of the key overtakes, and is tried as often as a live record is.
struct Unparker: Sendable {
    let settler: Settler
    let parking: any ParkingStore
    let router: RecordScheduler
    let rounds = ParkedRounds()

    /// So many at a time: a long queue is not held in memory.
    private static let limit = 500
    /// Stands in the result of an unparking that had to leave a record as it is.
    static let unreadable = "unreadableParkedRecord"

    /// - Throws: where no such key can be in the store.
    func unpark(
        _ command: Delivery, _ work: RoutedWork, askedAt: Date
    ) async throws(Rejection) -> Settler.Settlement {
        let context = settler.context(of: command, work)
        // A round that takes longer than it takes to ask is asked for again meanwhile, and the rounds would run back to
        // back. It has said when the next one is due. Who asks by hand after it makes the key due at once.
        if rounds.hasEnded(of: work.key, since: askedAt) {
            return await settler.publish(context.result(.skipped, .stale), of: command)
        }
        var isFirst = true
        var limit = Self.limit
        while true {
            let records: [ParkedRecord]
            switch try await settler.parked(work.key, limit: limit) {
            case nil: return .abandoned
            // Those before the one that cannot be read are taken up all the same.
            case .unreadable? where limit > 1:
                limit = 1
                continue
            case .unreadable?:
                return await settler.publish(
                    context.result(.skipped, .temporaryFailure, notes: [Self.unreadable]), of: command)
            case .records(let read)?: records = read
            }
            if records.isEmpty {
                rounds.forget(work.key)
                return await settler.publish(context.result(.succeeded), of: command)
            }
            if let end = try await takeUp(records, isFirst: isFirst, command, work) { return end }
            isFirst = false
        }
    }

    /// Nil: all are settled, and more may have come meanwhile.
    private func takeUp(
        _ records: [ParkedRecord], isFirst: Bool, _ command: Delivery, _ work: RoutedWork
    ) async throws(Rejection) -> Settler.Settlement? {
        // It alone was tried before in this round.
        var attempt = isFirst ? command.attempt : 1
        for parked in records {
            let delivery = Delivery(
                record: parked.record, work: router.work(for: parked.record), assignment: command.assignment,
                attempt: attempt)
            attempt = 1
            // Each goes on under what caused it, not under the command.
            let ended = await TraceContext.$current.withValue(TraceContext(of: parked.record)) {
                await outcome(of: delivery)
            }
            switch ended {
            case .settled, .rejected: break
            case .retry(let after, let reason):
                return .again(RetryWish(after: after, reason: reason))
            case .held(let wait):
                return .again(RetryWish(after: wait, reason: .temporaryFailure, isAttempt: false))
            case .parked(let reason, let condition, let dueAt):
                return try await wait(command, work, as: parked.waiting(reason, until: condition, dueAt: dueAt))
            case nil:
                return .abandoned
            }
            let done: Void? = try await settler.keep("unparking a record") { try await parking.unpark(parked) }
            guard done != nil else { return .abandoned }
        }
        return nil
    }

    /// Tried again and again: the key waits for its next round.
    /// - Throws: as `unpark` does.
    func giveUp(_ command: Delivery, _ wish: RetryWish) async throws(Rejection) -> Settler.Settlement {
        guard case .success(let work) = command.work else { return .abandoned }
        let first: ParkedRecord?
        switch try await settler.parked(work.key, limit: 1) {
        case nil: return .abandoned
        case .unreadable?: first = nil
        case .records(let records)?: first = records.first
        }
        let dueAt = settler.now().advanced(by: max(settler.parkedFor, wish.after ?? .zero))
        return try await wait(command, work, as: first?.waiting(wish.parkingReason, until: .time, dueAt: dueAt))
    }

    /// Nil: stopping before the end was durable.
    private func outcome(of delivery: Delivery) async -> Outcome? {
        let outcome: Outcome
        switch delivery.work {
        case .failure(let rejection): outcome = .rejected(rejection)
        case .success(let work):
            guard case .handle(let handle) = work.task else { return nil }
            outcome = await handle(settler.context(of: delivery, work))
        }
        let settlement: Settler.Settlement
        switch outcome {
        case .retry, .held, .parked: return outcome
        case .settled(let result): settlement = await settler.publish(result, of: delivery)
        case .rejected(let rejection): settlement = await settler.reject(delivery, rejection)
        }
        guard case .done = settlement else { return nil }
        return outcome
    }

    /// - Parameter record: the first of the key, with what it waits for from now on; nil: somebody else has taken it up.
    private func wait(
        _ command: Delivery, _ work: RoutedWork, as record: ParkedRecord?
    ) async throws(Rejection) -> Settler.Settlement {
        if let record {
            let done: Void? = try await settler.keep("parking a key again") { try await parking.parkAgain(record) }
            guard done != nil else { return .abandoned }
            // What waits for its owner may be ready before the time that is set here.
            if record.condition == .time { rounds.ended(of: work.key, at: settler.now()) }
        }
        let context = settler.context(of: command, work)
        return await settler.publish(context.result(.succeeded), of: command)
    }
}
