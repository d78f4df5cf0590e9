/// When an event is: start, end and, for the master of a series, how it repeats.
struct EventSchedule: Sendable, Equatable {
    var start: EventTime
    var end: EventTime
    /// Recurrence lines as they were sent.
    var recurrence: [String] = []
    var recurrenceSet: RecurrenceSet?

    /// The zone of a single event is only a way of writing its instants.
    static func == (left: EventSchedule, right: EventSchedule) -> Bool {
        left.start.start == right.start.start && left.end.start == right.end.start
            && left.recurrence == right.recurrence
            && (left.recurrence.isEmpty || left.start.timeZone == right.start.timeZone)
    }
}
