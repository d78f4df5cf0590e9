import CalendarSync
import GoogleCalendar
import Logging

/// Sees to it that a link has its Google calendar for blocks: the one it names, else the one that a marker in the
/// description tells (made before a crash, or before the store was lost), else a new one.
struct BusyCalendarMaker: Sendable {
    private static let attempts = 5
    private static let note = "Times at which this class cannot be booked, kept by kartra-calendar-sync. Do not edit."

    let google: any CalendarAccounts
    let store: any AccountStore
    let keys: SecretKeys
    let logger: Logger

    /// The calendar's id, stored in the link.
    func calendar(for link: ClassLink) async throws -> String {
        try await BlockFailure.translating(link.integrationId) {
            let account = try await google.account(integrationId: link.integrationId)
            return try await calendar(for: link, account)
        }
    }

    private func calendar(for link: ClassLink, _ account: CalendarAccount) async throws -> String {
        var gone: Set<String> = []
        var found: (id: String, isNew: Bool)?
        for _ in 0..<Self.attempts {
            guard var newest = try await store.link(link.classKey), newest.feedId == link.feedId else { break }
            if let named = newest.busyCalendarId, !gone.contains(named) {
                if try await exists(named, account) {
                    // Another worker was first. Ours would stay in the host's list, empty and easily mistaken for it.
                    if let found, found.isNew, found.id != named { await drop(found.id, account) }
                    return named
                }
                gone.insert(named)
            }
            let chosen: (id: String, isNew: Bool)
            if let found { chosen = found } else { chosen = try await findOrMake(for: newest, except: gone, account) }
            found = chosen
            newest.busyCalendarId = chosen.id
            do {
                try await store.save(newest)
                return chosen.id
            } catch StoreError.conflict {
                continue
            }
        }
        throw BlockWriteError.retriable(reason: "the link was changed meanwhile", after: nil)
    }

    /// Asks for events, as the right to write them is all that is needed of a calendar once it is made.
    private func exists(_ calendarId: String, _ account: CalendarAccount) async throws -> Bool {
        do {
            _ = try await account.calendar.listEvents(
                calendarId, .all(maxResults: 1, fields: "accessRole"), as: account.tokens)
            return true
        } catch GoogleError.notFound {
            return false
        }
    }

    private func findOrMake(
        for link: ClassLink, except gone: Set<String>, _ account: CalendarAccount
    ) async throws -> (id: String, isNew: Bool) {
        let entries = try await list(account).filter { !$0.isDeleted && !gone.contains($0.id) }
        let marked = entries.filter {
            $0.accessRole == .owner && BusyCalendarMarker.marks($0.description, for: link.classKey, keys: keys)
        }
        // The same one for all who look.
        if let known = marked.map(\.id).min() { return (known, false) }
        let id = try await account.calendar.insertCalendar(
            summary: "Busy times — \(try await className(of: link))",
            description: Self.note + "\n" + BusyCalendarMarker.text(for: link.classKey, keys: keys),
            timeZone: entries.first { $0.id == link.googleCalendarId }?.timeZone ?? "UTC", as: account.tokens)
        logger.info(
            "made a Google calendar for blocks",
            metadata: ["integration": "\(link.integrationId)", "class": "\(link.classKey)"])
        return (id, true)
    }

    private func list(_ account: CalendarAccount) async throws -> [CalendarListEntry] {
        var entries: [CalendarListEntry] = []
        var pageToken: String?
        repeat {
            let page = try await account.calendar.listCalendars(pageToken: pageToken, as: account.tokens)
            entries += page.items
            pageToken = page.nextPageToken
        } while pageToken != nil
        return entries
    }

    private func className(of link: ClassLink) async throws -> String {
        try await store.classes(accountId: link.accountId)
            .first { $0.classId == link.classId && $0.calendarId == link.calendarId }?.className ?? link.classId
    }

    /// An empty calendar that is left over does no harm to blocks.
    private func drop(_ calendarId: String, _ account: CalendarAccount) async {
        do {
            try await account.calendar.deleteCalendar(calendarId, as: account.tokens)
        } catch {
            logger.warning("a Google calendar that nothing uses is left", metadata: ["calendar": "\(calendarId)"])
        }
    }
}
