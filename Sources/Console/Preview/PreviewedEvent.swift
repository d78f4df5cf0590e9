import CalendarSync
import Foundation

/// An event of the calendar and what would become of it, by its times: whoever looks knows which it is.
struct PreviewedEvent: Encodable, Sendable {
    /// Nil where Google sent no times.
    let interval: BusyInterval?
    /// Nil: it would block.
    let reason: BusyVerdict.Reason?
    /// The calendar's.
    private let zone: TimeZone

    init(_ event: SourceEvent, policy: BusyPolicy, zone: TimeZone) {
        interval = policy.interval(of: event)
        reason =
            switch policy.verdict(on: event) {
            case .blocks: nil
            case .free(let reason): reason
            }
        self.zone = zone
    }

    /// For people, in the calendar's zone.
    var timeText: String {
        interval.map { TimeWords.text($0, in: zone) } ?? "no times"
    }

    private enum CodingKeys: String, CodingKey { case startsAt, endsAt, allDay, blocks, reason }

    /// Times as Google shows them, with the offset of the calendar's zone; the end is exclusive.
    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(interval?.startsAt.rfc3339(in: zone), forKey: .startsAt)
        try values.encode(interval?.endsAt.rfc3339(in: zone), forKey: .endsAt)
        try values.encode(interval?.allDay ?? false, forKey: .allDay)
        try values.encode(reason == nil, forKey: .blocks)
        try values.encode(reason?.rawValue, forKey: .reason)
    }
}
