extension GoogleMethods {
    /// How long ago `updatedMin` may lie.
    private static let updatedMinHorizon = 28 * 86_400 * 1000

    func listEvents(_ call: GoogleCall) throws(GoogleError) -> JSONValue {
        let toggles = toggles.google
        let query = try EventListQuery(call.query, toggles: toggles)
        let now = store.clock.milliseconds
        if let updatedMin = query.updatedMin, updatedMin < now - Self.updatedMinHorizon {
            throw .updatedMinTooLongAgo
        }
        let token = try query.syncToken.map { (text: String) throws(GoogleError) -> SyncToken in
            guard let token = SyncToken(text) else { throw malformedToken }
            return token
        }
        return try store.write { state throws(GoogleError) -> JSONValue in
            let access = try CalendarAccess(call, calendarId: call.parameter("calendarId"), in: state)
            guard let calendar = state.calendars[access.calendarId] else { throw .notFound }
            let filter =
                try token.map { token throws(GoogleError) in
                    try Self.filter(of: token, in: calendar, for: call.identity.email)
                }
                ?? query.filter
            var query = query
            if access.isFreeBusyOnly { query.singleEvents = true }
            let view = view(calendar, access, zone: query.timeZone, maximumAttendees: query.maximumAttendees)
            let list = EventList(query: query, calendar: calendar, view: view, toggles: toggles, now: now)
            let page = list.page(since: token?.version, filter: filter)
            var answer = envelope(calendar, access, zone: query.timeZone)
            if let next = page.next {
                answer.append("nextPageToken", .string(next.text))
            } else if query.order == nil || toggles.orderByMintsSyncToken {
                let number = token?.filter ?? Self.number(of: filter, calendarId: calendar.id, in: &state)
                answer.append("nextSyncToken", .string(SyncToken(version: page.through, filter: number).text))
            }
            answer.append("items", .array(page.items))
            return .object(answer)
        }
    }

    func getEvent(_ call: GoogleCall) throws(GoogleError) -> JSONValue {
        let read = QueryReader(call.query)
        let zone = try read.zone("timeZone")
        let maximumAttendees = try read.optionalCount("maxAttendees")
        return try store.read { state throws(GoogleError) -> JSONValue in
            let access = try CalendarAccess(call, calendarId: call.parameter("calendarId"), in: state)
            guard let calendar = state.calendars[access.calendarId],
                let event = calendar.find(call.parameter("eventId"))
            else { throw .notFound }
            return view(calendar, access, zone: zone, maximumAttendees: maximumAttendees).json(event)
        }
    }

    func listInstances(_ call: GoogleCall) throws(GoogleError) -> JSONValue {
        let toggles = toggles.google
        let read = QueryReader(call.query)
        let limit = try read.count("maxResults", default: 250, maximum: 2500)
        let after = try read.instant("timeMin")
        let before = try read.instant("timeMax")
        let showDeleted = try read.flag("showDeleted")
        let zone = try read.zone("timeZone")
        let maximumAttendees = try read.optionalCount("maxAttendees")
        let originalStart = try call.query["originalStart"].map { text throws(GoogleError) in
            try Self.originalStart(text)
        }
        let cursor = try call.query["pageToken"].map { (text: String) throws(GoogleError) -> PageToken.StartOrder in
            guard let order = PageToken(text)?.startOrder else { throw .invalidPageToken }
            return order
        }
        return try store.read { state throws(GoogleError) -> JSONValue in
            let access = try CalendarAccess(call, calendarId: call.parameter("calendarId"), in: state)
            guard let calendar = state.calendars[access.calendarId],
                let master = calendar.find(call.parameter("eventId"))
            else { throw .notFound }
            let found = calendar.instances(of: master, after: after, before: before, limit: toggles.maximumInstances)
                .filter { showDeleted || !$0.isCancelled }
                .filter { instance in
                    // A moved exception is not found by the start it had.
                    originalStart.map { instance.origin?.start.start == $0 && instance.start.start == $0 } ?? true
                }
                .map { (PageToken.StartOrder(instant: Self.order($0, calendar.timeZone), id: $0.id), $0) }
                .filter { order, _ in cursor.map { order > $0 } ?? true }
            let view = view(calendar, access, zone: zone, maximumAttendees: maximumAttendees)
            var answer = envelope(calendar, access, zone: zone)
            if found.count > limit {
                let next = PageToken(after: 0, skip: 0, through: 0, startOrder: found[limit - 1].0)
                answer.append("nextPageToken", .string(next.text))
            }
            answer.append("items", .array(found.prefix(limit).map { view.json($0.1) }))
            return .object(answer)
        }
    }

    func queryFreeBusy(_ call: GoogleCall) throws(GoogleError) -> JSONValue {
        let request = try FreeBusyRequest(try call.body())
        return store.read { state in
            var calendars = JSONObject()
            for (index, asked) in request.calendarIds.enumerated() {
                guard index < request.maximumCalendars else {
                    calendars[asked] = Self.freeBusyError("tooManyCalendarsRequested", domain: "calendar")
                    continue
                }
                guard let account = state.accounts[call.identity.email],
                    let entry = account.entry(asked == "primary" ? account.primaryId ?? asked : asked),
                    let calendar = state.calendars[entry.calendarId]
                else {
                    calendars[asked] = Self.freeBusyError("notFound", domain: "global")
                    continue
                }
                let busy = FreeBusy.intervals(of: calendar, from: request.timeMin, to: request.timeMax)
                calendars[asked] = [
                    "busy": .array(
                        busy.map {
                            [
                                "start": .string(request.zone.text(of: $0.lowerBound)),
                                "end": .string(request.zone.text(of: $0.upperBound)),
                            ]
                        })
                ]
            }
            return [
                "kind": "calendar#freeBusy", "timeMin": .string(request.zone.text(of: request.timeMin)),
                "timeMax": .string(request.zone.text(of: request.timeMax)), "calendars": .object(calendars),
            ]
        }
    }

    /// How a token that cannot be read is refused.
    var malformedToken: GoogleError {
        switch toggles.google.malformedSyncToken {
        case .badRequest: .invalidSyncToken
        case .gone: .fullSyncRequired
        }
    }

    /// A token names its calendar and restrictions by a number: serial of the calendar, then the place of the filter.
    private static func number(of filter: SyncFilter, calendarId: String, in state: inout GoogleState) -> Int {
        let index = state.withCalendar(calendarId) { calendar -> Int in
            if let known = calendar.syncFilters.firstIndex(of: filter) { return known }
            calendar.syncFilters.append(filter)
            return calendar.syncFilters.count - 1
        }
        return serial(of: calendarId) << 16 | (index ?? 0)
    }

    private static func filter(
        of token: SyncToken, in calendar: CalendarRecord, for email: String
    ) throws(GoogleError) -> SyncFilter {
        let index = token.filter & 0xFFFF
        guard token.filter >> 16 == serial(of: calendar.id), calendar.syncFilters.indices.contains(index),
            calendar.isValid(token, for: email)
        else { throw .fullSyncRequired }
        return calendar.syncFilters[index]
    }

    private static func serial(of calendarId: String) -> Int {
        1 + calendarId.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFF_FFFF }
    }

    private static func order(_ instance: StoredEvent, _ zone: Zone) -> Int {
        (instance.origin?.start ?? instance.start).instant(in: zone)
    }

    private static func originalStart(_ text: String) throws(GoogleError) -> RecurrenceSet.Start {
        if let date = CivilDate.parse(text) { return .day(date.dayNumber) }
        guard let instant = RFC3339.instant(text) else {
            throw .invalid("Invalid value for: originalStart", location: "originalStart")
        }
        return .instant(instant)
    }

    private static func freeBusyError(_ reason: String, domain: String) -> JSONValue {
        ["errors": [["domain": .string(domain), "reason": .string(reason)]], "busy": []]
    }
}
