import CalendarSync

/// What has happened, in a sentence.
enum ActivityWords {
    /// `Booking changed: event updated in host@example.com · 112 ms`
    static func sentence(_ entry: ActivityEntry) -> String {
        var text = subject(entry) + ": " + predicate(entry)
        if entry.omittedChanges > 0 { text += ", and \(entry.omittedChanges) more" }
        if let slowest = entry.changes.map(\.latencyMilliseconds).max() { text += " · \(slowest) ms" }
        return text
    }

    /// For a template.
    static func values(_ entries: [ActivityEntry]) -> [String: Any] {
        [
            "hasActivity": !entries.isEmpty,
            "activity": entries.map { entry -> [String: Any] in
                [
                    "text": sentence(entry), "at": TimeWords.values(entry.at),
                    "isBad": entry.outcome != .succeeded && entry.outcome != .skipped,
                ]
            },
        ]
    }

    private static func subject(_ entry: ActivityEntry) -> String {
        let kinds = Set(entry.changes.map(\.kind))
        if kinds.contains(.mirrorDiverged) { return "Changed in Google by its host" }
        switch entry.occasion {
        case .booking:
            if kinds == [.mirrorInserted] { return "Booking made" }
            if kinds == [.mirrorDeleted] { return "Booking taken back" }
            if kinds == [.mirrorRevived] { return "Booking made again" }
            return kinds.isEmpty ? "Booking" : "Booking changed"
        case .calendar: return "Google calendar read"
        case .command: return entry.subscriptionId == nil ? "Compared" : "Event looked at"
        }
    }

    private static func predicate(_ entry: ActivityEntry) -> String {
        let done = entry.changes.map(phrase).joined(separator: ", ")
        guard let reason = entry.reason else {
            if !done.isEmpty { return done }
            return entry.notes.contains("mirrorLeftBehind") ? "an event was left behind in the old calendar" : "done"
        }
        let why = sentence(reason)
        return done.isEmpty ? why : "\(done); \(why)"
    }

    private static func phrase(_ change: ActivityEntry.Change) -> String {
        func of(_ thing: String, _ verb: String) -> String {
            change.count == 1 ? "\(thing) \(verb)" : "\(change.count) \(thing)s \(verb)"
        }
        return switch change.kind {
        case .mirrorInserted: of("event", "written in \(change.calendarId)")
        case .mirrorUpdated: of("event", "updated in \(change.calendarId)")
        case .mirrorDeleted: of("event", "removed from \(change.calendarId)")
        case .mirrorRevived: of("event", "put back in \(change.calendarId)")
        case .mirrorDiverged: of("event", "moved or deleted in \(change.calendarId)")
        case .blockWritten: of("busy time", "written")
        case .blockRemoved: of("busy time", "removed")
        }
    }

    private static func sentence(_ reason: SyncResult.Reason) -> String {
        switch reason {
        case .classNotLinked: "remembered, as the class is not linked"
        case .stale: "older than what is known"
        case .paused: "remembered, as the link is paused"
        case .reconnectNeeded: "waits until the Google account is connected again"
        case .calendarUnavailable: "the Google calendar cannot be reached"
        case .brake: "a mass removal waits for an answer"
        case .temporaryFailure, .busy: "is tried again"
        case .quotaExceeded: "waits, as Google limits the account"
        case .retriesExhausted: "failed again and again, and is tried later"
        case .behindParked: "waits for an earlier one"
        case .deadLetter: "cannot be understood, see the dead letter"
        case .unchanged, .coalesced: "nothing to do"
        case .notCalendar, .handshake, .unknownFeed, .unknownLink: "not for us"
        }
    }
}
