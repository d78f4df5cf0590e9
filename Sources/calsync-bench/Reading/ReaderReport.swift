/// What a reading process says of itself when it is done.
struct ReaderReport: Codable {
    let seconds: Double
    /// Peak resident memory before the reading began, in KiB.
    let before: Int
    /// Peak resident memory of the whole life, in KiB.
    let peak: Int
}
