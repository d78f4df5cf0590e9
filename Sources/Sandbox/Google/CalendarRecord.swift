/// One calendar with its events. All changes go through `store`, which keeps the change log true.
struct CalendarRecord: Sendable {
    let id: String
    var summary: String
    /// Empty for none.
    var description = ""
    var timeZone: Zone
    /// The account that owns the data.
    let owner: String
    /// The OAuth client that made it with `calendars.insert`.
    let creatingClient: String?
    private(set) var events: [String: StoredEvent] = [:]
    private(set) var log = ChangeLog()
    private(set) var lastVersion: Int
    /// Sync tokens from before these versions are no longer valid: anybody's, and those of single accounts.
    private var tokenFloor = 0
    private var tokenFloors: [String: Int] = [:]
    /// What sync tokens were minted for; a token names its place here.
    var syncFilters: [SyncFilter] = []
    private var exceptionIds: [String: Set<String>] = [:]
    private var idsByUID: [String: String] = [:]
    /// Ids whose tombstones were purged.
    private var purgedIds: Set<String> = []

    init(id: String, summary: String, timeZone: Zone, owner: String, creatingClient: String? = nil, now: Int) {
        self.id = id
        self.summary = summary
        self.timeZone = timeZone
        self.owner = owner
        self.creatingClient = creatingClient
        lastVersion = now * 1000
    }

    /// Primary calendars bear the address of their account.
    var isPrimary: Bool { id == owner }

    var etag: String { "\"p\(String(lastVersion, radix: 32))\"" }

    /// Milliseconds since 1970.
    var updated: Int { lastVersion / 1000 }

    func exceptions(of masterId: String) -> [StoredEvent] {
        (exceptionIds[masterId] ?? []).compactMap { events[$0] }
    }

    func event(withUID uid: String) -> StoredEvent? {
        idsByUID[uid].flatMap { events[$0] }
    }

    func isTaken(_ id: String, purged: GoogleToggles.PurgedId) -> Bool {
        events[id] != nil || (purged == .duplicate && purgedIds.contains(id))
    }

    /// Puts an event in, with a new place in the log and a new `updated`.
    /// - Parameter now: milliseconds since 1970.
    @discardableResult
    mutating func store(_ event: StoredEvent, now: Int) -> StoredEvent {
        var event = event
        lastVersion = max(lastVersion + 1, now * 1000)
        event.version = lastVersion
        event.updated = max(now, (events[event.id]?.updated ?? 0) + 1)
        if let masterId = event.origin?.masterId { exceptionIds[masterId, default: []].insert(event.id) }
        if event.origin == nil { idsByUID[event.iCalUID] = event.id }
        events[event.id] = event
        log.append(event.id, version: event.version)
        log.compact(liveCount: events.count) { [events] in events[$0.eventId]?.version == $0.version }
        return event
    }

    /// Marks an event as deleted without a change in the log.
    mutating func cancelSilently(_ id: String) {
        events[id]?.status = .cancelled
    }

    /// - Parameter email: whose tokens; `nil` means everybody's.
    mutating func invalidateTokens(of email: String? = nil) {
        lastVersion += 1
        if let email { tokenFloors[email] = lastVersion } else { tokenFloor = lastVersion }
    }

    func isValid(_ token: SyncToken, for email: String) -> Bool {
        (max(tokenFloor, tokenFloors[email] ?? 0)...lastVersion).contains(token.version)
    }

    /// Drops every tombstone, as time does.
    mutating func purgeTombstones() {
        for event in events.values where event.isCancelled {
            if let masterId = event.origin?.masterId {
                guard events[masterId]?.isCancelled ?? true else { continue }
                exceptionIds[masterId]?.remove(event.id)
            }
            purgedIds.insert(event.id)
            events[event.id] = nil
            if idsByUID[event.iCalUID] == event.id { idsByUID[event.iCalUID] = nil }
        }
    }
}
