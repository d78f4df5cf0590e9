import CalendarSync
import Foundation
import Records

/// Makes and changes links, and tells the workers.
struct LinkEditor: Sendable {
    private static let attempts = 5

    let store: any AccountStore & FeedStore
    let google: any GoogleAccounts
    let producer: any RecordProducer
    let topics: Topics
    let now: @Sendable () -> Date

    func put(_ request: LinkRequest, for key: ClassKey) async throws -> ClassLink {
        let calendarId = try await writableCalendar(request, accountId: key.accountId)
        for _ in 0..<Self.attempts {
            let known = try await store.link(key)
            var link = ClassLink(
                accountId: key.accountId, classId: key.classId, calendarId: request.calendarId,
                integrationId: request.integrationId, googleCalendarId: calendarId, options: request.options,
                lastChangeAt: known?.lastChangeAt, revision: known?.revision ?? 0)
            if let known, known.hasSameTerms(as: link) {
                // Told again as long as the calendar has not been read for it: the first time the broker may have failed.
                if known.blocksCompleteAt == nil { try await announce(known) }
                return known
            }
            do {
                link.revision = try await store.save(link)
            } catch StoreError.conflict {
                continue
            }
            try await announce(link)
            if let known, known.feedId != link.feedId { try await leave(known, for: link) }
            return link
        }
        throw ConsoleError.conflict
    }

    /// The calendar that the link has left must give up its blocks.
    private func leave(_ old: ClassLink, for link: ClassLink) async throws {
        let time = now()
        let id = Digest.text(["left", old.feedId, link.accountId, link.classId, String(link.revision)], length: 26)
        try await send(
            GooglePing(feedId: old.feedId, trigger: .link).record(id: "ping-\(id)", at: time, topics: topics))
    }

    func resync(_ key: ClassKey) async throws {
        guard let link = try await store.link(key) else { throw ConsoleError.unknownLink }
        try await tell(link, .resync, .manual, about: now().rfc3339)
    }

    /// The id follows from the save, so that telling twice is telling once.
    private func announce(_ link: ClassLink) async throws {
        try await tell(link, link.revision == 1 ? .linkMade : .linkChanged, .link, about: String(link.revision))
    }

    /// The command comes first and the feed last: where the broker fails in between, the link stays in `syncing` for
    /// everybody to see, rather than looking done with half of it never told.
    private func tell(
        _ link: ClassLink, _ command: SyncCommand.Name, _ trigger: GooglePing.Trigger, about occasion: String
    ) async throws {
        let time = now()
        let id = Digest.text([command.rawValue, link.accountId, link.classId, occasion], length: 26)
        try await send(
            SyncCommand(command, accountId: link.accountId, classId: link.classId, requestedAt: time)
                .record(id: id, at: time, topics: topics))
        try await store.ensure(
            Feed(
                accountId: link.accountId, integrationId: link.integrationId,
                googleCalendarId: link.googleCalendarId, dueAt: time))
        try await send(
            GooglePing(feedId: link.feedId, trigger: trigger).record(id: "ping-\(id)", at: time, topics: topics))
    }

    private func send(_ record: OutgoingRecord) async throws {
        do {
            try await producer.send(record)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw ConsoleError.brokerUnavailable
        }
    }

    /// The calendar's own id, also where it was asked for as `primary`: one calendar is one feed.
    private func writableCalendar(_ request: LinkRequest, accountId: String) async throws -> String {
        guard let integration = try await store.integration(id: request.integrationId),
            integration.accountId == accountId
        else { throw ConsoleError.invalid(field: "integrationId", detail: "is no integration of this account") }
        let wanted = request.googleCalendarId
        let calendar = try await google.calendars(of: integration)
            .first { $0.id == wanted || (wanted == "primary" && $0.primary) }
        guard let calendar else {
            throw ConsoleError.invalid(field: "googleCalendarId", detail: "is no calendar of this integration")
        }
        guard calendar.writable else {
            throw ConsoleError.invalid(
                field: "googleCalendarId", detail: "cannot be written: Google says \(calendar.accessRole)")
        }
        // Blocks that are read as busy times would make blocks, without end.
        guard try await !store.links(accountId: accountId).contains(where: { $0.busyCalendarId == calendar.id }) else {
            throw ConsoleError.invalid(field: "googleCalendarId", detail: "holds the busy times of a class")
        }
        return calendar.id
    }
}

extension ClassLink {
    /// Whether everything that an owner chooses is the same.
    fileprivate func hasSameTerms(as other: ClassLink) -> Bool {
        calendarId == other.calendarId && feedId == other.feedId && options == other.options
    }
}
