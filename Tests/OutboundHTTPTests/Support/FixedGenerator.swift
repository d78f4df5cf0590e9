/// Always the same number: `.max` draws the upper end of a range, 0 the lower.
struct FixedGenerator: RandomNumberGenerator {
    var value: UInt64

    mutating func next() -> UInt64 { value }
}
