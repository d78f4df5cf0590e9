/// Times as a set of seconds since 1970: merged, in order, none empty.
struct BusyTimes: Equatable, CustomStringConvertible {
    private(set) var ranges: [Range<Int>] = []

    /// - Parameter bounds: what lies outside is left out.
    init(_ times: some Sequence<Range<Int>>, within bounds: Range<Int>) {
        let clamped = times.map { $0.clamped(to: bounds) }.filter { !$0.isEmpty }
        for range in clamped.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = ranges.last, range.lowerBound <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
    }

    func union(_ other: BusyTimes) -> BusyTimes { BusyTimes(ranges + other.ranges, within: Int.min..<Int.max) }

    func isWithin(_ other: BusyTimes) -> Bool { union(other) == other }

    /// The ranges that the other has not, for a failure's text.
    func missing(in other: BusyTimes) -> [Range<Int>] {
        let known = Set(other.ranges)
        return ranges.filter { !known.contains($0) }
    }

    var description: String { "\(ranges)" }
}
