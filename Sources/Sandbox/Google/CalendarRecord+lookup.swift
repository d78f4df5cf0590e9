extension CalendarRecord {
    /// The event with this id; the id of an instance that has no exception gives the virtual instance.
    func find(_ id: String) -> StoredEvent? {
        if let event = events[id] { return event }
        guard let (masterId, start) = EventId.parseInstance(id), let master = events[masterId], master.isMaster else {
            return nil
        }
        let time = EventTime(start: start, timeZone: master.start.timeZone)
        return master.occurs(at: time, calendar: timeZone) ? master.instance(at: time) : nil
    }

    /// All instances of a master, exceptions in the place of what they replace, in the order of their original starts.
    func instances(of master: StoredEvent, after: Int?, before: Int?, limit: Int) -> [StoredEvent] {
        let exceptions = exceptions(of: master.id)
        let replaced = Set(exceptions.compactMap { $0.origin?.start.start })
        let regular = master.occurrences(after: after, before: before, calendar: timeZone, limit: limit)
            .filter { !replaced.contains($0.start) }.map { master.instance(at: $0) }
        let moved = exceptions.filter { $0.overlaps(after: after, before: before, calendar: timeZone) }
        return (regular + moved).sorted { left, right in
            let leftStart = (left.origin?.start ?? left.start).instant(in: timeZone)
            let rightStart = (right.origin?.start ?? right.start).instant(in: timeZone)
            return (leftStart, left.id) < (rightStart, right.id)
        }
    }
}
