import CalendarSync
import Foundation

/// What a link would do: how many of the calendar's next events would block the class, and why the others would not.
struct LinkPreview: Encodable, Sendable {
    static let days = 60

    let wouldBlock: Int
    let wouldNotBlock: Int
    /// Of those that would not block.
    let byReason: [String: Int]
    /// Sessions to come that are remembered of the class, also those beyond the days: each would have its mirror event.
    let wouldMirror: Int
    let days = LinkPreview.days
    /// IANA name of the calendar's zone.
    let timeZone: String
    /// What a mirror event would say.
    let sample: MirrorSample
    /// In the order in which they begin.
    let events: [PreviewedEvent]

    init(_ calendar: CalendarEvents, policy: BusyPolicy, wouldMirror: Int, sample: MirrorSample) {
        events = calendar.events
            .map { PreviewedEvent($0, policy: policy, zone: calendar.zone) }
            .sorted { ($0.interval?.startsAt ?? .distantPast) < ($1.interval?.startsAt ?? .distantPast) }
        let reasons = events.compactMap(\.reason)
        wouldBlock = events.count - reasons.count
        wouldNotBlock = reasons.count
        byReason = Dictionary(reasons.map { ($0.rawValue, 1) }, uniquingKeysWith: +)
        timeZone = calendar.timeZone
        self.wouldMirror = wouldMirror
        self.sample = sample
    }
}
