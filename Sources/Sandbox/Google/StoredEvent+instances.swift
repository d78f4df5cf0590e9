extension StoredEvent {
    /// Length in seconds, or in days for an all-day event.
    private var length: Int {
        switch (start.start, end.start) {
        case (.day(let first), .day(let last)): last - first
        case (.instant(let first), .instant(let last)): last - first
        case (.day, .instant), (.instant, .day): 0
        }
    }

    /// The zone whose wall clock a series repeats on.
    func seriesZone(calendar: Zone) -> Zone {
        start.timeZone.flatMap { Zone($0) } ?? calendar
    }

    /// Starts of the instances of a master in order, exceptions not regarded.
    /// - Parameters:
    ///   - after: instances ending at or before this instant are left out.
    ///   - before: instances starting at or after this instant are left out.
    ///   - limit: how many at most when there is no `before`.
    func occurrences(after: Int?, before: Int?, calendar: Zone, limit: Int) -> [EventTime] {
        guard let after else {
            return starts(before: before, calendar: calendar, limit: before == nil ? limit : .max)
        }
        if before != nil {
            return starts(before: before, calendar: calendar, limit: .max)
                .filter { ending($0).instant(in: calendar) > after }
        }
        let earlier = starts(before: after, calendar: calendar, limit: .max).count
        let found = starts(before: nil, calendar: calendar, limit: earlier + min(limit, 100_000))
        return Array(found.filter { ending($0).instant(in: calendar) > after }.prefix(limit))
    }

    private func starts(before: Int?, calendar: Zone, limit: Int) -> [EventTime] {
        guard let set = schedule.recurrenceSet else { return [] }
        switch start.start {
        case .day(let first):
            let last = before.map { calendar.local(of: $0 - 1).dayNumber } ?? RecurrenceExpansion.endOfTime
            return set.days(firstDay: first, through: last, limit: limit).map { .day($0) }
        case .instant(let first):
            let zone = seriesZone(calendar: calendar)
            let end = before ?? RecurrenceExpansion.endOfTime * LocalDateTime.secondsPerDay
            return set.instants(first: zone.local(of: first), zone: zone, before: end, limit: limit)
                .map { .instant($0, timeZone: start.timeZone) }
        }
    }

    /// Whether the rule yields exactly this start.
    func occurs(at wanted: EventTime, calendar: Zone) -> Bool {
        guard wanted.isAllDay == start.isAllDay else { return false }
        let instant = wanted.instant(in: calendar)
        return occurrences(after: nil, before: instant + 1, calendar: calendar, limit: .max)
            .contains { $0.start == wanted.start }
    }

    private func ending(_ start: EventTime) -> EventTime {
        switch start.start {
        case .day(let day): .day(day + length)
        case .instant(let seconds): .instant(seconds + length, timeZone: end.timeZone)
        }
    }

    /// The virtual instance of this master that starts there.
    func instance(at start: EventTime) -> StoredEvent {
        var instance = self
        instance.id = id + "_" + start.instanceSuffix
        instance.schedule = EventSchedule(start: start, end: ending(start))
        instance.formerSchedules = []
        instance.origin = Origin(masterId: id, start: start)
        return instance
    }

    /// Whether the event itself, or any occurrence of a master, lies in the bounds: ends after, starts before (both exclusive).
    func overlaps(after: Int?, before: Int?, calendar: Zone) -> Bool {
        if isMaster { return !occurrences(after: after, before: before, calendar: calendar, limit: 1).isEmpty }
        if let after, end.instant(in: calendar) <= after { return false }
        if let before, start.instant(in: calendar) >= before { return false }
        return true
    }
}
