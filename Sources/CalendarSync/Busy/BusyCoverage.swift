public import Foundation

/// Times that are taken, whoever takes them: merged, in order, in whole seconds, end exclusive.
public struct BusyCoverage: Hashable, Sendable {
    private var ranges: [Range<Int64>] = []

    /// - Parameter bounds: what lies outside is left out.
    public init(_ times: some Sequence<DateInterval>, within bounds: DateInterval) {
        let limits = Self.seconds(bounds)
        let clamped = times.map { Self.seconds($0).clamped(to: limits) }.filter { !$0.isEmpty }
        for range in clamped.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = ranges.last, range.lowerBound <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
    }

    public var seconds: Int { Int(ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound }) }

    /// How many seconds of this the other does not cover.
    public func secondsOutside(_ other: BusyCoverage) -> Int {
        var outside: Int64 = 0
        var rest = other.ranges[...]
        for range in ranges {
            var from = range.lowerBound
            // What ends before this range begins can cover none of the later ones.
            rest = rest.drop { $0.upperBound <= range.lowerBound }
            for cover in rest {
                if cover.lowerBound >= range.upperBound { break }
                outside += max(0, cover.lowerBound - from)
                from = max(from, cover.upperBound)
            }
            outside += max(0, range.upperBound - from)
        }
        return Int(outside)
    }

    private static func seconds(_ interval: DateInterval) -> Range<Int64> {
        let start = whole(interval.start)
        return start..<max(start, whole(interval.end))
    }

    /// Year 9999 and beyond fit; what does not is as good as for ever.
    private static func whole(_ date: Date) -> Int64 {
        Int64(max(-1e15, min(1e15, date.timeIntervalSince1970)).rounded())
    }
}
