import Foundation
import Synchronization
import TestSupport

/// Twenty bookings a second, for as long as something else goes on.
final class SteadyLoad: Sendable {
    private static let beat = Duration.milliseconds(250)
    private static let batch = 5

    let ledger: Ledger
    private let fleet: Fleet
    private let made = Mutex(BookingLoad())

    init(fleet: Fleet) {
        self.fleet = fleet
        ledger = Ledger(brokers: fleet.brokers)
    }

    /// All so far.
    var bookings: BookingLoad { made.withLock { $0 } }

    /// - Returns: how long those that came meanwhile took, when all are handled.
    func run(while body: @escaping () async throws -> Void) async throws -> Latencies {
        let first = bookings.records.count
        let isOver = Mutex(false)
        async let produced: Void = produce { isOver.withLock { $0 } }
        do {
            try await body()
            isOver.withLock { $0 = true }
        } catch {
            isOver.withLock { $0 = true }
            throw error
        }
        try await produced
        let subscriptions = first..<bookings.records.count
        return try await Eventually.value("results of \(subscriptions.count) bookings", within: .seconds(120)) {
            let handled = try await ledger.handled().filter { Int($0.key).map(subscriptions.contains) ?? false }
            return handled.count == subscriptions.count ? Latencies(Array(handled.values)) : nil
        }
    }

    /// Of all bookings so far.
    func waitForResults() async throws {
        let count = bookings.records.count
        try await Eventually.value("results of \(count) bookings", every: .milliseconds(500)) { () -> Bool? in
            let handled = try await ledger.handled()
            return (0..<count).allSatisfy { handled["\($0)"] != nil } ? true : nil
        }
    }

    private func produce(until isOver: () -> Bool) async throws {
        var random = SeededGenerator(seed: UInt64(bookings.records.count))
        var next = ContinuousClock.now
        while !isOver() {
            let records = (0..<Self.batch).flatMap { _ in
                let start = FireTime.random(from: Date(), using: &random)
                return made.withLock { made in
                    let number = made.records.count
                    return made.add(
                        fleet.classes[number % fleet.classes.count], subscription: number, starts: [start])
                }
            }
            try await ledger.produce(records)
            next += Self.beat
            // The pace of the load, not a wait for anything.
            try await Task.sleep(until: next)
        }
    }
}
