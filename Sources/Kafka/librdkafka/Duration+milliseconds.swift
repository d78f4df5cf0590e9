extension Duration {
    /// Whole milliseconds for librdkafka, rounded up so that a short wait does not become none; never negative.
    var milliseconds: Int32 {
        let (seconds, attoseconds) = components
        let milliseconds = seconds.multipliedReportingOverflow(by: 1000)
        if milliseconds.overflow { return seconds < 0 ? 0 : .max }
        return Int32(
            clamping: max(0, milliseconds.partialValue + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
