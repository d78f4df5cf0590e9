import CalendarSync

extension ClassLink {
    /// The link that is asked for. Of the known one it keeps what is still true: a brake and a release of blocks speak of
    /// the calendar that was read; the calendar that was made for blocks serves whatever is read.
    init(_ key: ClassKey, _ request: LinkRequest, _ target: LinkTerms.Target, known: ClassLink?, former: Unlinking?) {
        self.init(
            accountId: key.accountId, classId: key.classId, calendarId: request.calendarId,
            integrationId: target.integration.id, googleCalendarId: target.googleCalendarId, options: request.options,
            lastChangeAt: known?.lastChangeAt, revision: known?.revision ?? 0)
        generation = known?.generation ?? former?.revision
        // It is a calendar of one Google account.
        if let old = known ?? former?.link, old.integrationId == integrationId { busyCalendarId = old.busyCalendarId }
        guard let known else { return }
        pausedAt = known.pausedAt
        if known.feedId == feedId {
            brake = known.brake
            blocksReleasedAt = known.blocksReleasedAt
        }
    }
}
