import Crypto

/// All accounts and calendars. Held behind one lock by `CalendarStore`.
struct GoogleState: Sendable {
    private(set) var accounts: [String: GoogleAccount] = [:]
    private(set) var calendars: [String: CalendarRecord] = [:]
    private(set) var lastListVersion = 0

    /// Changes a calendar in place: a copy would double the cost of every write.
    mutating func withCalendar<Result, Failure: Error>(
        _ id: String, _ body: (inout CalendarRecord) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard let index = calendars.index(forKey: id) else { return nil }
        return try body(&calendars.values[index])
    }

    mutating func addAccount(_ account: GoogleConfiguration.Account, now: Int) -> Bool {
        guard accounts[account.email] == nil else { return false }
        let subject =
            account.subject
            ?? SHA256.hash(data: Array(account.email.utf8)).prefix(10).map { Digits.padded(Int($0) % 100, 2) }.joined()
        accounts[account.email] = GoogleAccount(email: account.email, subject: subject, name: account.name)
        return account.calendars.allSatisfy { addCalendar($0, to: account.email, client: nil, now: now) }
    }

    /// Adds an entry and, when it is the first to name the id, the calendar. `false` for an unknown zone, role or account.
    mutating func addCalendar(
        _ calendar: GoogleConfiguration.Calendar, to email: String, client: String?, now: Int
    ) -> Bool {
        guard accounts[email] != nil, let zone = Zone(calendar.timeZone),
            let role = CalendarRole(rawValue: calendar.accessRole)
        else { return false }
        if calendars[calendar.id] == nil {
            calendars[calendar.id] = CalendarRecord(
                id: calendar.id, summary: calendar.summary, timeZone: zone, owner: email, creatingClient: client,
                now: now)
        }
        lastListVersion += 1
        accounts[email]?.entries.removeAll { $0.calendarId == calendar.id }
        accounts[email]?.entries.append(
            CalendarListEntry(
                calendarId: calendar.id, role: role, isPrimary: calendar.primary, version: lastListVersion))
        return true
    }

    /// Changes or, with `nil`, takes away an account's access; a change of access ends the account's sync tokens.
    mutating func setRole(_ role: CalendarRole?, of calendarId: String, for email: String) -> Bool {
        guard let index = accounts[email]?.entries.firstIndex(where: { $0.calendarId == calendarId }) else {
            return false
        }
        lastListVersion += 1
        accounts[email]?.entries[index].version = lastListVersion
        accounts[email]?.entries[index].isDeleted = role == nil
        if let role { accounts[email]?.entries[index].role = role }
        _ = withCalendar(calendarId) { $0.invalidateTokens(of: email) }
        return true
    }

    /// Deletes a calendar with all its events: it is gone for every account, and their lists say so.
    mutating func removeCalendar(_ id: String) -> Bool {
        guard calendars[id] != nil else { return false }
        for email in accounts.keys { _ = setRole(nil, of: id, for: email) }
        calendars[id] = nil
        return true
    }

    /// Out of every list; nobody has access to it any more.
    mutating func deleteCalendar(_ calendarId: String) {
        for email in accounts.keys { _ = setRole(nil, of: calendarId, for: email) }
    }

    func account(subject: String) -> GoogleAccount? {
        accounts.values.first { $0.subject == subject }
    }
}
