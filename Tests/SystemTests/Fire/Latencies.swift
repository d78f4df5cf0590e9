import Foundation

/// From a booking's record to its mirror, in seconds.
struct Latencies: Sendable, CustomStringConvertible {
    private let sorted: [TimeInterval]
    /// The longest time in which none was handled.
    let silence: TimeInterval

    init(_ handlings: [DateInterval]) {
        sorted = handlings.map(\.duration).sorted()
        let ends = handlings.map(\.end).sorted()
        silence = zip(ends, ends.dropFirst()).map { $1.timeIntervalSince($0) }.max() ?? 0
    }

    var longest: TimeInterval { sorted.last ?? 0 }

    var description: String {
        "\(sorted.count) bookings, p50 \(ms(percentile(50))), p95 \(ms(percentile(95))), longest \(ms(longest)); "
            + "longest silence \(ms(silence))"
    }

    private func percentile(_ number: Int) -> TimeInterval {
        sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * number / 100)]
    }

    private func ms(_ seconds: TimeInterval) -> String { "\(Int(seconds * 1_000)) ms" }
}
