import CalendarSync
import Foundation
import OutboundHTTP
import Synchronization

/// A feed's lease while its blocks are written. What is written when another has the feed is known to nobody: so no call is
/// begun unless the lease outlasts it, however long budgets and failures have held the call back.
final class HeldLease: Sendable {
    /// For what comes between the end of a call and its deadline, and for clocks that differ.
    private static let margin: TimeInterval = 5

    private let lease: FeedLease
    private let store: any FeedStore
    private let now: @Sendable () -> Date
    /// Until when it is known to be ours.
    private let until: Mutex<Date>

    init(_ lease: FeedLease, store: any FeedStore, now: @escaping @Sendable () -> Date) {
        self.lease = lease
        self.store = store
        self.now = now
        until = Mutex(lease.until)
    }

    /// Every call that `body` makes is made under the lease.
    /// - Throws: `StoreError.fenced` where another has taken it, before any further call; what `body` throws.
    func calling<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let permit = CallPermit { [self] longest in try await outlast(longest / .seconds(1)) }
        return try await CallPermit.$current.withValue(permit, operation: body)
    }

    /// - Throws: `StoreError.fenced`
    func renew(for seconds: TimeInterval = FeedHandler.leaseSeconds) async throws {
        let renewed = try await store.renew(lease, until: now().addingTimeInterval(seconds))
        until.withLock { $0 = renewed.until }
    }

    /// Does not ask the store while there is time enough.
    private func outlast(_ seconds: TimeInterval) async throws {
        let needed = seconds + Self.margin
        if until.withLock({ $0.timeIntervalSince(now()) >= needed }) { return }
        try await renew(for: max(needed, FeedHandler.leaseSeconds))
    }
}
