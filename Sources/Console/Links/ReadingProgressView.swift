import CalendarSync

/// How far the reading of a whole calendar has come, as the API shows it.
struct ReadingProgressView: Encodable, Sendable {
    let events: Int
    let pages: Int
    let expandedSeries: Int
    let waitingSeries: Int

    init(_ reading: FullReading) {
        events = reading.events
        pages = reading.pages
        expandedSeries = reading.expandedSeries
        waitingSeries = reading.waitingSeries.count
    }
}
