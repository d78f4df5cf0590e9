/// One event of a calendar: a single event, the master of a series, or an exception of one.
struct StoredEvent: Sendable {
    enum Status: String, Sendable { case confirmed, tentative, cancelled }

    var id: String
    var iCalUID: String
    var status = Status.confirmed
    /// Place in the calendar's change log.
    var version = 0
    /// Milliseconds since 1970; never the same for two states of one event, because the etag is made from it.
    var updated = 0
    /// Seconds since 1970.
    var created = 0
    var sequence = 0
    var schedule: EventSchedule
    /// The schedules before this one, with the version that replaced each; the last few.
    var formerSchedules: [(schedule: EventSchedule, replacedAt: Int)] = []
    /// Set on exceptions only.
    var origin: Origin?
    var isTransparent = false
    var visibility = "default"
    var eventType = "default"
    var attendees: [JSONObject] = []
    var privateProperties = JSONObject()
    var sharedProperties = JSONObject()
    var reminders: JSONObject = ["useDefault": true]
    var creator: String
    var organizer: JSONObject
    /// Summary, description, location and whatever else is only handed back.
    var content = JSONObject()

    /// The series an exception belongs to and the start it replaces.
    struct Origin: Sendable, Equatable {
        let masterId: String
        let start: EventTime
    }

    var start: EventTime { schedule.start }
    var end: EventTime { schedule.end }
    var recurrence: [String] { schedule.recurrence }
    var isMaster: Bool { schedule.recurrenceSet != nil }
    var isCancelled: Bool { status == .cancelled }

    /// Twice `updated` in microseconds, quoted: what published samples show.
    var etag: String { "\"\(updated * 2000)\"" }

    var isPrivate: Bool { visibility == "private" || visibility == "confidential" }

    /// Whether Google's own free/busy counts it.
    func isBusy(for calendarId: String) -> Bool {
        let declined = attendees.contains { attendee in
            attendee.string("email")?.lowercased() == calendarId.lowercased()
                && attendee.string("responseStatus") == "declined"
        }
        return !isCancelled && !isTransparent && !declined && eventType != "workingLocation" && eventType != "birthday"
    }
}
