/// When an event is: start, end and, for the master of a series, how it repeats.
struct EventSchedule: Sendable, Equatable {
    var start: EventTime
    var end: EventTime
    /// Recurrence lines as they were sent.
    var recurrence: [String] = []
    var recurrenceSet: RecurrenceSet?

    static func == (left: EventSchedule, right: EventSchedule) -> Bool {
        left.start == right.start && left.end == right.end && left.recurrence == right.recurrence
    }
}
