import CalendarSync

extension LinkView {
    /// The same as long as the link's page would say the same, but for how long ago things were.
    func version(newest: ActivityCursor?) -> String {
        let reading = feed?.fullReading
        let parts: [String?] = [
            String(link.revision), status.word.rawValue, status.reason, String(counts.mirrors), String(counts.blocks),
            String(counts.parked), parkedUntil?.rfc3339, feed?.lastSyncedAt?.rfc3339, feed?.unreachableSince?.rfc3339,
            feed?.lastAudit?.eventId,
            reading.map { "\($0.number) \($0.pages) \($0.expandedSeries)" }, unlinking.map { String($0.revision) },
            newest?.text,
        ]
        return Digest.text(parts.map { $0 ?? "-" })
    }
}
