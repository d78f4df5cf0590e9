/// Creates, changes and deletes the events of one calendar on behalf of one account.
struct EventWriter {
    let caller: String
    let toggles: GoogleToggles
    /// Milliseconds since 1970.
    let now: Int
    let random: SeededRandom
    let options: EventWriteOptions

    func insert(_ body: JSONObject, into calendar: inout CalendarRecord) throws(GoogleError) -> StoredEvent {
        let id = body.string("id")
        let uid = body.string("iCalUID")
        if let id {
            guard EventId.isValidForInsert(id) || (options.admitsServerIds && EventId.isOfSplitSeries(id)), uid == nil
            else { throw .invalid("Invalid resource id value.") }
            guard !calendar.isTaken(id, purged: toggles.purgedId) else { throw .duplicate }
        }
        if let uid, calendar.event(withUID: uid) != nil { throw .duplicate }
        let draft = try EventDraft(body, options: options)
        try EventTypeRules.check(draft, isPrimary: calendar.isPrimary)
        let newId = id ?? EventId.make(random)
        var event = StoredEvent(
            id: newId, iCalUID: uid ?? newId + "@google.com", created: now / 1000, schedule: draft.schedule,
            creator: caller, organizer: organizer(of: calendar))
        event.sequence = draft.sequence ?? 0
        apply(draft, to: &event)
        return calendar.store(event, now: now)
    }

    /// A private copy of an event that lives elsewhere; the same `iCalUID` again replaces it.
    func importEvent(_ body: JSONObject, into calendar: inout CalendarRecord) throws(GoogleError) -> StoredEvent {
        guard let uid = body.string("iCalUID"), !uid.isEmpty else {
            throw .required("Missing iCalUID.", location: "iCalUID")
        }
        let draft = try EventDraft(body, options: options)
        if let type = draft.eventType, type != "default" {
            throw .eventTypeRestriction("Only events of type default can be imported.")
        }
        let existing = calendar.event(withUID: uid)
        let id = existing?.id ?? EventId.make(random)
        var event =
            existing
            ?? StoredEvent(
                id: id, iCalUID: uid, created: now / 1000, schedule: draft.schedule, creator: caller,
                organizer: organizer(of: calendar))
        if let sent = body["organizer"]?.object, let email = sent.string("email"), email != calendar.id {
            event.organizer = sent.filter { key, _ in ["email", "displayName", "id"].contains(key) }
        }
        try setSequence(draft.sequence, on: &event, isChange: false)
        apply(draft, to: &event)
        return calendar.store(event, now: now)
    }

    /// Replaces the whole resource.
    func update(
        _ id: String, with body: JSONObject, ifMatch: String?, in calendar: inout CalendarRecord
    ) throws(GoogleError) -> StoredEvent {
        let existing = try find(id, ifMatch: ifMatch, in: calendar)
        return try write(body, over: existing, in: &calendar)
    }

    /// Merges into the resource: `null` deletes a field, arrays are replaced whole.
    func patch(
        _ id: String, with body: JSONObject, ifMatch: String?, in calendar: inout CalendarRecord
    ) throws(GoogleError) -> StoredEvent {
        let existing = try find(id, ifMatch: ifMatch, in: calendar)
        let view = EventView(
            calendar: calendar.timeZone, calendarId: calendar.id, viewer: calendar.timeZone, role: .owner,
            isFreeBusyOnly: false)
        var merged = view.json(existing).object ?? JSONObject()
        merged["sequence"] = nil
        merged.merge(body)
        return try write(merged, over: existing, in: &calendar)
    }

    func delete(_ id: String, ifMatch: String?, in calendar: inout CalendarRecord) throws(GoogleError) {
        guard var event = calendar.find(id) else { throw .notFound }
        if event.isCancelled { throw .deleted }
        try check(ifMatch, against: event)
        event.status = .cancelled
        cancelExceptions(of: event, in: &calendar)
        calendar.store(event, now: now)
    }

    private func find(
        _ id: String, ifMatch: String?, in calendar: CalendarRecord
    ) throws(GoogleError) -> StoredEvent {
        guard let event = calendar.find(id) else { throw .notFound }
        try check(ifMatch, against: event)
        if event.isCancelled {
            switch toggles.tombstoneWrite {
            case .revive: break
            case .forbidden: throw .forbidden
            case .gone: throw .deleted
            }
        }
        return event
    }

    private func check(_ ifMatch: String?, against event: StoredEvent) throws(GoogleError) {
        if let ifMatch, ifMatch != "*", ifMatch != event.etag { throw .conditionNotMet }
    }

    private func write(
        _ body: JSONObject, over existing: StoredEvent, in calendar: inout CalendarRecord
    ) throws(GoogleError) -> StoredEvent {
        let draft = try EventDraft(body, options: options, isInstance: existing.origin != nil)
        if let type = draft.eventType, type != existing.eventType { throw .invalid("Event type cannot be changed.") }
        let isOrganizer = existing.organizer["self"] != nil
        if !isOrganizer, draft.sharedProperties != existing.sharedProperties { throw .forbiddenForNonOrganizer }
        var event = existing
        let isRescheduled = draft.schedule != existing.schedule
        try setSequence(
            draft.sequence, on: &event, isChange: isRescheduled || draft.status != existing.status)
        apply(draft, to: &event)
        if isRescheduled && existing.origin == nil {
            event.formerSchedules = (existing.formerSchedules + [(existing.schedule, calendar.lastVersion + 1)])
                .suffix(5)
        }
        if event.isCancelled {
            cancelExceptions(of: event, in: &calendar)
        } else if isRescheduled {
            cancelOrphans(of: event, in: &calendar)
        }
        return calendar.store(event, now: now)
    }

    private func setSequence(_ sent: Int?, on event: inout StoredEvent, isChange: Bool) throws(GoogleError) {
        if let sent, sent < event.sequence {
            throw .invalid(
                "Invalid sequence value. The specified sequence number is below the current sequence number of the "
                    + "resource. Re-fetch the resource and use its sequence number on the following request.")
        }
        // iCalendar counts a change of times; a client that sends a higher number has counted it.
        event.sequence = max(sent ?? 0, event.sequence + (isChange ? 1 : 0))
    }

    private func apply(_ draft: EventDraft, to event: inout StoredEvent) {
        event.status = draft.status
        event.schedule = draft.schedule
        event.isTransparent = draft.isTransparent
        event.visibility = draft.visibility
        event.eventType = draft.eventType ?? event.eventType
        event.attendees = draft.attendees
        event.privateProperties = draft.privateProperties
        event.sharedProperties = draft.sharedProperties
        event.reminders = draft.reminders
        // What the request's parameters do not admit is left as it was.
        let kept = event.content.filter { key, _ in
            ["conferenceData", "attachments", "eventLabelId"].contains(key)
                && !options.additionalContentKeys.contains(key)
        }
        event.content = draft.content
        for (key, value) in kept.members { event.content.append(key, value) }
    }

    /// Deleting a series deletes its exceptions.
    private func cancelExceptions(of master: StoredEvent, in calendar: inout CalendarRecord) {
        guard master.origin == nil else { return }
        for var exception in calendar.exceptions(of: master.id) where !exception.isCancelled {
            if toggles.masterDeletionListsExceptions {
                exception.status = .cancelled
                calendar.store(exception, now: now)
            } else {
                calendar.cancelSilently(exception.id)
            }
        }
    }

    /// Exceptions whose original start the changed series no longer has go.
    private func cancelOrphans(of master: StoredEvent, in calendar: inout CalendarRecord) {
        for var exception in calendar.exceptions(of: master.id) where !exception.isCancelled {
            guard let origin = exception.origin, !master.occurs(at: origin.start, calendar: calendar.timeZone) else {
                continue
            }
            exception.status = .cancelled
            calendar.store(exception, now: now)
        }
    }

    private func organizer(of calendar: CalendarRecord) -> JSONObject {
        calendar.isPrimary
            ? ["email": .string(calendar.id), "self": true]
            : ["email": .string(calendar.id), "displayName": .string(calendar.summary), "self": true]
    }
}
