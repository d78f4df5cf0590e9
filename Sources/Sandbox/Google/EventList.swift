/// Makes one page of `events.list` from the change log.
struct EventList {
    let query: EventListQuery
    let calendar: CalendarRecord
    let view: EventView
    let toggles: GoogleToggles
    /// Milliseconds since 1970.
    let now: Int

    struct Page {
        var items: [JSONValue] = []
        var next: PageToken?
        /// The version a sync token of this list would carry; only meaningful on the last page.
        var through: Int
    }

    private struct Item {
        let event: StoredEvent
        let isStub: Bool
    }

    /// - Parameter since: the version of the sync token, for a delta.
    func page(since: Int?, filter: SyncFilter) -> Page {
        let start = query.pageToken
        let through = start?.through ?? calendar.lastVersion
        if toggles.shortPages && start == nil {
            return Page(next: PageToken(after: since ?? 0, skip: 0, through: through), through: through)
        }
        let limit = toggles.shortPages ? max(1, query.maximumResults / 2) : query.maximumResults
        if query.order == .startTime { return pageByStart(through: through, filter: filter, limit: limit) }
        return pageByChange(
            from: start ?? PageToken(after: since ?? 0, skip: 0, through: through), since: since, filter: filter,
            limit: limit)
    }

    private func pageByChange(from start: PageToken, since: Int?, filter: SyncFilter, limit: Int) -> Page {
        var page = Page(through: start.through)
        for entry in calendar.log.entries(after: start.after, through: start.through) {
            guard let event = calendar.events[entry.eventId], event.version == entry.version else { continue }
            let items = items(of: event, since: since, filter: filter)
            // Only the very event that was cut is resumed in the middle: it may have changed since.
            let skip = entry.version == start.after + 1 ? start.skip : 0
            for (index, item) in items.enumerated().dropFirst(skip) {
                if page.items.count == limit {
                    page.next = PageToken(after: entry.version - 1, skip: index, through: start.through)
                    return page
                }
                page.items.append(item.isStub ? view.stub(item.event) : view.json(item.event))
            }
        }
        return page
    }

    private func pageByStart(through: Int, filter: SyncFilter, limit: Int) -> Page {
        var page = Page(through: through)
        var found: [(order: PageToken.StartOrder, item: Item)] = []
        for entry in calendar.log.entries(after: 0, through: through) {
            guard let event = calendar.events[entry.eventId], event.version == entry.version else { continue }
            for item in items(of: event, since: nil, filter: filter) {
                let order = PageToken.StartOrder(
                    instant: item.event.start.instant(in: calendar.timeZone), id: item.event.id)
                if let last = query.pageToken?.startOrder, order <= last { continue }
                found.append((order, item))
            }
        }
        found.sort { $0.order < $1.order }
        for (order, item) in found.prefix(limit) {
            page.items.append(item.isStub ? view.stub(item.event) : view.json(item.event))
            if page.items.count == limit && found.count > limit {
                page.next = PageToken(after: 0, skip: 0, through: through, startOrder: order)
            }
        }
        return page
    }

    /// What one stored event contributes: nothing, itself, or its instances.
    private func items(of event: StoredEvent, since: Int?, filter: SyncFilter) -> [Item] {
        let isDelta = since != nil
        let showsDeleted = query.showDeleted || isDelta || query.updatedMin != nil
        if let updatedMin = query.updatedMin, event.updated < updatedMin { return [] }
        if !isDelta, toggles.staleFullListMilliseconds > 0,
            event.updated > now - toggles.staleFullListMilliseconds
        {
            return []
        }
        guard event.isCancelled || filter.matches(event, properties: toggles.propertyFilters) else { return [] }
        if let origin = event.origin {
            let isOfLiveSeries = calendar.events[origin.masterId].map { !$0.isCancelled } ?? false
            return exceptionItems(
                event, isOfLiveSeries: isOfLiveSeries, showsDeleted: showsDeleted, isDelta: isDelta, filter: filter)
        }
        let vanished = since.map { vanishedItems(of: event, since: $0, filter: filter) } ?? []
        if query.singleEvents && event.isMaster {
            return vanished + instanceItems(of: event, showsDeleted: showsDeleted, filter: filter)
        }
        if event.isCancelled {
            guard showsDeleted else { return [] }
            return isDelta || isInBounds(event, filter) ? [Item(event: event, isStub: !query.showDeleted)] : []
        }
        guard isDelta && !toggles.deltaKeepsTimeBounds || isInBounds(event, filter) else { return [] }
        return vanished + [Item(event: event, isStub: false)]
    }

    private func exceptionItems(
        _ event: StoredEvent, isOfLiveSeries: Bool, showsDeleted: Bool, isDelta: Bool, filter: SyncFilter
    ) -> [Item] {
        if event.isCancelled {
            // Without singleEvents a cancelled instance of a live series is data, not a deletion.
            guard showsDeleted || (isOfLiveSeries && !query.singleEvents) else { return [] }
            let isStub = isOfLiveSeries || !query.showDeleted
            return isDelta || isInBounds(event, filter) ? [Item(event: event, isStub: isStub)] : []
        }
        guard isDelta && !toggles.deltaKeepsTimeBounds || isInBounds(event, filter) else { return [] }
        return [Item(event: event, isStub: false)]
    }

    private func instanceItems(of master: StoredEvent, showsDeleted: Bool, filter: SyncFilter) -> [Item] {
        if master.isCancelled && !showsDeleted { return [] }
        let exceptions = calendar.exceptions(of: master.id)
        let replaced = Set(exceptions.compactMap { $0.origin?.start.start })
        let isStub = master.isCancelled && !query.showDeleted
        let instances = occurrences(of: master, filter).filter { !replaced.contains($0.start) }.map {
            Item(event: master.instance(at: $0), isStub: isStub)
        }
        // The exceptions went with their series without a change of their own.
        let gone = master.isCancelled && !toggles.masterDeletionListsExceptions ? exceptions : []
        return instances + gone.map { Item(event: $0, isStub: isStub) }
    }

    /// Instances that an earlier state of the event had and the present one has not; only deltas of instances need them.
    private func vanishedItems(of event: StoredEvent, since: Int, filter: SyncFilter) -> [Item] {
        guard query.singleEvents else { return [] }
        var present = Set(occurrences(of: event, filter).map(\.start))
        return event.formerSchedules.filter { $0.replacedAt > since }.flatMap { former -> [Item] in
            var earlier = event
            earlier.schedule = former.schedule
            earlier.status = .cancelled
            return occurrences(of: earlier, filter).filter { present.insert($0.start).inserted }
                .map { Item(event: earlier.instance(at: $0), isStub: true) }
        }
    }

    private func occurrences(of master: StoredEvent, _ filter: SyncFilter) -> [EventTime] {
        master.occurrences(
            after: filter.timeMin, before: filter.timeMax, calendar: calendar.timeZone,
            limit: toggles.maximumInstances)
    }

    private func isInBounds(_ event: StoredEvent, _ filter: SyncFilter) -> Bool {
        if filter.timeMin == nil && filter.timeMax == nil { return true }
        return event.overlaps(after: filter.timeMin, before: filter.timeMax, calendar: calendar.timeZone)
    }
}
