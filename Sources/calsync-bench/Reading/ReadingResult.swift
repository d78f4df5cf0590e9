/// What one first reading took.
struct ReadingResult: Sendable {
    let events: Int
    let series: Int
    /// Milliseconds that every call took on the other side.
    let latency: Int
    let seconds: Double
    let googleCalls: Int
    let kartraCalls: Int
    let blocks: Int
    /// Peak of the process, in KiB.
    let peak: Int
    /// What the reading added to the peak, in KiB.
    let added: Int
}
