import Foundation
import Synchronization

/// A token bucket for each remote address.
final class RateLimiter: Sendable {
    /// More addresses at once are no visitors: the fullest buckets are forgotten.
    private static let mostAddresses = 10_000

    private struct Bucket {
        var tokens: Double
        var at: Date
    }

    private let capacity: Double
    private let perSecond: Double
    private let buckets = Mutex<[String: Bucket]>([:])

    /// - Parameters:
    ///   - capacity: how many calls an address has at once.
    ///   - perSecond: how many more it gets each second.
    init(capacity: Int, perSecond: Double) {
        self.capacity = Double(capacity)
        self.perSecond = perSecond
    }

    /// - Throws: `ConsoleError.tooManyTries` where the address has used up its calls.
    func admit(_ address: String, now: Date) throws {
        let waiting: Double? = buckets.withLock { buckets in
            if buckets.count >= Self.mostAddresses { buckets = buckets.filter { level($0.value, now) < capacity } }
            if buckets.count >= Self.mostAddresses { buckets = [:] }
            let tokens = buckets[address].map { level($0, now) } ?? capacity
            guard tokens >= 1 else { return (1 - tokens) / perSecond }
            buckets[address] = Bucket(tokens: tokens - 1, at: now)
            return nil
        }
        if let waiting { throw ConsoleError.tooManyTries(retryAfterSeconds: Int(waiting.rounded(.up))) }
    }

    private func level(_ bucket: Bucket, _ now: Date) -> Double {
        min(capacity, bucket.tokens + max(0, now.timeIntervalSince(bucket.at)) * perSecond)
    }
}
