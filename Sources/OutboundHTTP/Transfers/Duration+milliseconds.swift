extension Duration {
    /// Rounded down, and held within `Int`.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        let (milliseconds, overflow) = Int(seconds).multipliedReportingOverflow(by: 1000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, isOver) = milliseconds.addingReportingOverflow(Int(attoseconds / 1_000_000_000_000_000))
        return isOver ? (seconds < 0 ? .min : .max) : sum
    }
}
