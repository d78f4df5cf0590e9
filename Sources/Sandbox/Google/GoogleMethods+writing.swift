extension GoogleMethods {
    typealias EventWrite = (EventWriter, JSONObject, inout CalendarRecord) throws(GoogleError) -> StoredEvent

    func insertEvent(_ call: GoogleCall) throws(GoogleError) -> JSONValue {
        try writeEvent(call) { writer, body, calendar throws(GoogleError) in
            try writer.insert(body, into: &calendar)
        }
    }

    func importEvent(_ call: GoogleCall) throws(GoogleError) -> JSONValue {
        try writeEvent(call) { writer, body, calendar throws(GoogleError) in
            try writer.importEvent(body, into: &calendar)
        }
    }

    func updateEvent(_ call: GoogleCall) throws(GoogleError) -> JSONValue {
        try writeEvent(call) { writer, body, calendar throws(GoogleError) in
            try writer.update(call.parameter("eventId"), with: body, ifMatch: call.ifMatch, in: &calendar)
        }
    }

    func patchEvent(_ call: GoogleCall) throws(GoogleError) -> JSONValue {
        try writeEvent(call) { writer, body, calendar throws(GoogleError) in
            try writer.patch(call.parameter("eventId"), with: body, ifMatch: call.ifMatch, in: &calendar)
        }
    }

    private func writeEvent(_ call: GoogleCall, _ write: EventWrite) throws(GoogleError) -> JSONValue {
        let body = try call.body()
        let options = try EventWriteOptions(call.query)
        let maximumAttendees = try QueryReader(call.query).optionalCount("maxAttendees")
        let (calendarId, answer) = try store.write { state throws(GoogleError) -> (String, JSONValue) in
            let access = try CalendarAccess(call, calendarId: call.parameter("calendarId"), in: state)
            try access.requireWriting()
            let writer = writer(call, options)
            let written = try state.withCalendar(access.calendarId) { calendar throws(GoogleError) -> JSONValue in
                let event = try write(writer, body, &calendar)
                return view(calendar, access, maximumAttendees: maximumAttendees).json(event)
            }
            guard let written else { throw .notFound }
            return (access.calendarId, written)
        }
        push.calendarChanged(calendarId)
        return answer
    }

    func deleteEvent(_ call: GoogleCall) throws(GoogleError) -> JSONValue? {
        let options = try EventWriteOptions(call.query)
        let calendarId = try store.write { state throws(GoogleError) -> String in
            let access = try CalendarAccess(call, calendarId: call.parameter("calendarId"), in: state)
            try access.requireWriting()
            let writer = writer(call, options)
            _ = try state.withCalendar(access.calendarId) { calendar throws(GoogleError) in
                try writer.delete(
                    call.parameter("eventId"), ifMatch: call.ifMatch, in: &calendar)
            }
            return access.calendarId
        }
        push.calendarChanged(calendarId)
        return nil
    }

    /// Changes the organizer's calendar; a cancelled stub stays behind.
    func moveEvent(_ call: GoogleCall) throws(GoogleError) -> JSONValue {
        guard let destination = call.query["destination"] else {
            throw .required("Required parameter: destination", location: "destination")
        }
        let options = try EventWriteOptions(call.query)
        let (ids, answer) = try store.write { state throws(GoogleError) -> ([String], JSONValue) in
            let source = try CalendarAccess(call, calendarId: call.parameter("calendarId"), in: state)
            let target = try CalendarAccess(call, calendarId: destination, in: state)
            try source.requireWriting()
            try target.requireWriting()
            let writer = writer(call, options)
            let id = call.parameter("eventId")
            guard let event = state.calendars[source.calendarId]?.events[id], event.origin == nil else {
                throw .notFound
            }
            if event.eventType != "default" { throw .eventTypeRestriction("Only default events can be moved.") }
            if state.calendars[target.calendarId]?.events[id] != nil { throw .duplicate }
            _ = try state.withCalendar(source.calendarId) { calendar throws(GoogleError) in
                try writer.delete(id, ifMatch: nil, in: &calendar)
            }
            let moved = state.withCalendar(target.calendarId) { calendar in
                var event = event
                event.organizer = ["email": .string(calendar.id), "self": true]
                return view(calendar, target).json(calendar.store(event, now: store.clock.milliseconds))
            }
            guard let moved else { throw .notFound }
            return ([source.calendarId, target.calendarId], moved)
        }
        for id in ids { push.calendarChanged(id) }
        return answer
    }

    private func writer(_ call: GoogleCall, _ options: EventWriteOptions) -> EventWriter {
        EventWriter(
            caller: call.identity.email, toggles: toggles.google, now: store.clock.milliseconds, random: store.random,
            options: options)
    }
}
