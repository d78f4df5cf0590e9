/// The order in which the events of a calendar changed. Lists, pages and sync tokens are positions in it, so that no
/// list ever walks the whole calendar to find what is new.
struct ChangeLog: Sendable {
    struct Entry: Sendable {
        let version: Int
        let eventId: String
    }

    private var entries: [Entry] = []

    mutating func append(_ eventId: String, version: Int) {
        entries.append(Entry(version: version, eventId: eventId))
    }

    /// Entries after a version up to another, inclusive. An event that changed again is named again later.
    func entries(after: Int, through last: Int) -> ArraySlice<Entry> {
        entries[index(after: after)..<max(index(after: after), index(after: last))]
    }

    /// Drops superseded entries once they are the greater part.
    mutating func compact(liveCount: Int, isCurrent: (Entry) -> Bool) {
        guard entries.count > 2 * liveCount + 1000 else { return }
        entries.removeAll { !isCurrent($0) }
    }

    private func index(after version: Int) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].version <= version { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
