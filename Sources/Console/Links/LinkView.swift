import CalendarSync
import Foundation

/// A link as the API shows it. Absent values stand as null: a reader sees every key in every link.
struct LinkView: Encodable, Sendable {
    struct Counts: Encodable, Sendable {
        let mirrors: Int
        let blocks: Int
        let parked: Int
    }

    let link: ClassLink
    /// Nil until a worker or the set-up has made it.
    let feed: Feed?
    let status: LinkStatus
    /// Nil: it is not being ended.
    let unlinking: Unlinking?
    /// When the first of what is parked is tried again; nil: nothing is.
    let parkedUntil: Date?
    let counts: Counts

    /// When the blocks are taken out by the link's `stale` option if Google stays unreachable; nil where nothing of the kind is ahead.
    private var releasesAt: Date? {
        guard link.blocksReleasedAt == nil, let since = feed?.unreachableSince,
            let hours = link.options.stale.releaseAfterHours
        else { return nil }
        return since.addingTimeInterval(TimeInterval(hours * 3_600))
    }

    private enum CodingKeys: String, CodingKey {
        case classId, calendarId, integrationId, googleCalendarId, feedId, status, reason, behindSeconds, lastChangeAt
        case options, counts, brake, unreachableSince, blocksReleasedAt, releasesAt, progress, audit, busyCalendarId
        case mirroring, pushLostSince, unlinking, pausedAt, parkedUntil
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(link.classId, forKey: .classId)
        try values.encode(link.calendarId, forKey: .calendarId)
        try values.encode(link.integrationId, forKey: .integrationId)
        try values.encode(link.googleCalendarId, forKey: .googleCalendarId)
        try values.encode(link.feedId, forKey: .feedId)
        try values.encode(status.word, forKey: .status)
        try values.encode(status.reason, forKey: .reason)
        try values.encode(status.behindSeconds, forKey: .behindSeconds)
        try values.encode(link.lastChangeAt?.rfc3339, forKey: .lastChangeAt)
        try values.encode(link.options, forKey: .options)
        try values.encode(counts, forKey: .counts)
        try values.encode(link.brake.map(BrakeView.init), forKey: .brake)
        try values.encode(feed?.unreachableSince?.rfc3339, forKey: .unreachableSince)
        try values.encode(feed?.pushLostSince?.rfc3339, forKey: .pushLostSince)
        try values.encode(link.blocksReleasedAt?.rfc3339, forKey: .blocksReleasedAt)
        try values.encode(releasesAt?.rfc3339, forKey: .releasesAt)
        try values.encode(feed?.fullReading.map(ReadingProgressView.init), forKey: .progress)
        try values.encode(link.mirroring, forKey: .mirroring)
        try values.encode(feed?.lastAudit.flatMap { AuditView($0, of: link.classKey) }, forKey: .audit)
        try values.encode(link.busyCalendarId, forKey: .busyCalendarId)
        try values.encode(link.pausedAt?.rfc3339, forKey: .pausedAt)
        try values.encode(parkedUntil?.rfc3339, forKey: .parkedUntil)
        try values.encode(unlinking.map(UnlinkingView.init), forKey: .unlinking)
    }
}
