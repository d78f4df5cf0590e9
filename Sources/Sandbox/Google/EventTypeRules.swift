/// What Google asks of the special kinds of events when they are created.
enum EventTypeRules {
    static func check(_ draft: EventDraft, isPrimary: Bool) throws(GoogleError) {
        switch draft.eventType {
        case nil, "default": return
        case "fromGmail": throw .invalid("Events of type fromGmail cannot be created.")
        case "birthday": try checkBirthday(draft)
        case "outOfOffice", "focusTime":
            guard !draft.schedule.start.isAllDay else {
                throw .eventTypeRestriction("This event type cannot be all-day.")
            }
            guard isPrimary else { throw Self.onlyPrimary }
        case .some:
            guard isPrimary else { throw Self.onlyPrimary }
        }
    }

    private static let onlyPrimary = GoogleError.eventTypeRestriction(
        "This event type is only supported on primary calendars.")

    private static func checkBirthday(_ draft: EventDraft) throws(GoogleError) {
        guard case .day(let first) = draft.schedule.start.start, case .day(let last) = draft.schedule.end.start,
            last == first + 1, draft.visibility == "private", draft.isTransparent,
            draft.schedule.recurrence == ["RRULE:FREQ=YEARLY"]
        else {
            throw .eventTypeRestriction("Birthdays are yearly, private and transparent events of one day.")
        }
    }
}
