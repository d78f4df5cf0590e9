/// Start or end of an event: a whole day that floats, or an instant with the zone it was given in.
struct EventTime: Sendable, Equatable {
    let start: RecurrenceSet.Start
    /// IANA name as the client sent it; only timed events have one.
    var timeZone: String?

    static func day(_ dayNumber: Int) -> EventTime { EventTime(start: .day(dayNumber)) }

    static func instant(_ seconds: Int, timeZone: String? = nil) -> EventTime {
        EventTime(start: .instant(seconds), timeZone: timeZone)
    }

    var isAllDay: Bool {
        switch start {
        case .day: true
        case .instant: false
        }
    }

    /// Where this stands on the time line; a whole day begins at midnight of the given zone.
    func instant(in zone: Zone) -> Int {
        switch start {
        case .day(let day): zone.instant(of: LocalDateTime(dayNumber: day))
        case .instant(let seconds): seconds
        }
    }

    /// As Google prints it: the offset is that of the viewer's zone, the `timeZone` that of the event or the calendar.
    func json(viewer: Zone, calendar: Zone) -> JSONValue {
        switch start {
        case .day(let day): ["date": .string(CivilDate(dayNumber: day).text)]
        case .instant(let seconds):
            ["dateTime": .string(viewer.text(of: seconds)), "timeZone": .string(timeZone ?? calendar.identifier)]
        }
    }

    /// The suffix of the id of the instance that starts here.
    var instanceSuffix: String {
        switch start {
        case .day(let day): CivilDate(dayNumber: day).basicText
        case .instant(let seconds): LocalDateTime(seconds: seconds).basicText + "Z"
        }
    }
}
