import Synchronization

/// Accounts, busy blocks and bookings, behind one lock.
final class KartraStore: Sendable {
    struct State: Sendable {
        fileprivate(set) var accounts: [String: KartraConfiguration.Account] = [:]
        fileprivate(set) var owners: [String: String] = [:]
        fileprivate(set) var blocks: [ClassKey: [String: BusyBlock]] = [:]
        fileprivate(set) var bookings: [Int: Booking] = [:]
        fileprivate var nextSubscriptionId = 9001
        fileprivate var leadIds: [String: Int] = [:]
        /// Milliseconds of the calls of the last second.
        fileprivate var calls: [Int] = []
    }

    private let state = Mutex(State())

    init(accounts: [KartraConfiguration.Account]) throws(SandboxError) {
        for account in accounts {
            guard add(account) else { throw .invalidKartraAccount(id: account.id) }
        }
    }

    /// `false` when an id is taken or a zone unknown.
    func add(_ account: KartraConfiguration.Account) -> Bool {
        state.withLock { state in
            let isNew = account.calendars.allSatisfy { state.owners[$0.id] == nil && Zone($0.timeZone) != nil }
            guard isNew, state.accounts[account.id] == nil else { return false }
            state.accounts[account.id] = account
            for calendar in account.calendars { state.owners[calendar.id] = account.id }
            return true
        }
    }

    func read<Result: Sendable>(_ body: (State) -> Result) -> Result {
        state.withLock { body($0) }
    }

    func setOutboundURLs(_ urls: [String], accountId: String) throws(APIError) {
        try state.withLock { state throws(APIError) in
            guard state.accounts[accountId] != nil else { throw .notFound("No such account.") }
            state.accounts[accountId]?.outboundURLs = urls
        }
    }

    /// Milliseconds until another call is admitted, or `nil` when this one is.
    func admitCall(now: Int, perSecond limit: Int) -> Int? {
        state.withLock { state in
            state.calls.removeAll { $0 <= now - 1000 }
            guard state.calls.count < limit else { return (state.calls.first ?? now) + 1000 - now }
            state.calls.append(now)
            return nil
        }
    }

    // MARK: Busy blocks

    func put(_ block: BusyBlock, _ key: ClassKey) {
        state.withLock { $0.blocks[key, default: [:]][block.id] = block }
    }

    func removeBlock(_ id: String, _ key: ClassKey) {
        state.withLock { $0.blocks[key]?[id] = nil }
    }

    /// Blocks that overlap the range, by start and id.
    func blocks(_ key: ClassKey, from start: Int?, to end: Int?) -> [BusyBlock] {
        let blocks = state.withLock { $0.blocks[key] ?? [:] }
        return blocks.values.filter { block in
            (start.map { block.range.upperBound > $0 } ?? true) && (end.map { block.range.lowerBound < $0 } ?? true)
        }.sorted { ($0.range.lowerBound, $0.id) < ($1.range.lowerBound, $1.id) }
    }

    func hasClass(_ key: ClassKey) -> Bool {
        state.withLock { $0.calendar(key)?.classes.contains { $0.id == key.classId } ?? false }
    }

    // MARK: Bookings

    /// Makes a subscription unless a session falls on a busy block.
    func book(_ body: JSONObject, accountId: String) throws(APIError) -> Booking {
        try state.withLock { state throws(APIError) in
            guard state.accounts[accountId] != nil else { throw .notFound("No such account.") }
            let ids = ["calendarId", "classId"].map { body[$0].flatMap { $0.string ?? $0.integer.map(String.init) } }
            guard let calendarId = ids[0], let classId = ids[1] else {
                throw .invalid("calendarId and classId are needed.", field: "calendarId")
            }
            let key = ClassKey(calendarId: calendarId, classId: classId)
            guard state.owners[calendarId] == accountId, let calendar = state.calendar(key),
                calendar.classes.contains(where: { $0.id == classId }), let zone = Zone(calendar.timeZone)
            else { throw .notFound("No such class.") }
            let lead = body["lead"]?.object ?? JSONObject()
            let booking = Booking(
                subscriptionId: state.nextSubscriptionId, accountId: accountId, key: key,
                lead: state.identified(lead), sessions: try Booking.sessions(body),
                timeZone: try Booking.timeZone(body, default: zone))
            try state.checkFree(booking)
            state.nextSubscriptionId += 1
            state.bookings[booking.subscriptionId] = booking
            return booking
        }
    }

    func reschedule(_ id: Int, _ body: JSONObject, accountId: String) throws(APIError) -> Booking {
        try state.withLock { state throws(APIError) in
            var booking = try state.openBooking(id, accountId: accountId)
            booking.sessions = try Booking.sessions(body)
            booking.timeZone = try Booking.timeZone(body, default: booking.timeZone)
            try state.checkFree(booking)
            state.bookings[id] = booking
            return booking
        }
    }

    func close(_ id: Int, as status: Booking.Status, accountId: String) throws(APIError) -> Booking {
        try state.withLock { state throws(APIError) in
            var booking = try state.openBooking(id, accountId: accountId)
            booking.status = status
            state.bookings[id] = booking
            return booking
        }
    }
}

extension KartraStore.State {
    func calendar(_ key: ClassKey) -> KartraConfiguration.Calendar? {
        owners[key.calendarId].flatMap { accounts[$0] }?.calendars.first { $0.id == key.calendarId }
    }

    fileprivate func openBooking(_ id: Int, accountId: String) throws(APIError) -> Booking {
        guard let booking = bookings[id], booking.accountId == accountId else { throw .notFound("No such booking.") }
        guard booking.status == .booked else {
            throw .conflict(code: "not_booked", "The booking is \(booking.status.rawValue).")
        }
        return booking
    }

    fileprivate func checkFree(_ booking: Booking) throws(APIError) {
        let blocks = blocks[booking.key] ?? [:]
        let isBlocked = booking.ranges.contains { range in blocks.values.contains { $0.range.overlaps(range) } }
        if isBlocked { throw .conflict(code: "slot_blocked", "The time is not available.") }
    }

    /// A lead keeps its id, found by email.
    fileprivate mutating func identified(_ lead: JSONObject) -> JSONObject {
        var lead = lead
        if lead["id"]?.lenientInteger == nil {
            let email = lead.string("email") ?? ""
            let id = leadIds[email] ?? 501 + leadIds.count
            leadIds[email] = id
            lead["id"] = .integer(id)
        }
        return lead
    }
}
