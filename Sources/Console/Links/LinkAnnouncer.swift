import CalendarSync
import Foundation
import Records

/// Tells the workers what has become of a link. Ids follow from what is told, so that telling twice is telling once.
struct LinkAnnouncer: Sendable {
    let store: any FeedStore
    let producer: any RecordProducer
    let topics: Topics
    let now: @Sendable () -> Date

    func saved(_ link: ClassLink) async throws {
        try await tell(link, link.revision == 1 ? .linkMade : .linkChanged, .link, about: occasion(link))
    }

    func removed(_ unlinking: Unlinking) async throws {
        let link = unlinking.link
        let time = now()
        let id = Digest.text(
            ["link.removed", link.accountId, link.classId, unlinking.requestedAt.rfc3339, time.rfc3339], length: 26)
        try await send(
            SyncCommand(.linkRemoved, accountId: link.accountId, classId: link.classId, requestedAt: time)
                .record(id: id, at: time, topics: topics))
    }

    func removed(_ integration: Integration) async throws {
        let time = now()
        let id = Digest.text(["integration.removed", integration.id, time.rfc3339], length: 26)
        try await send(
            SyncCommand(
                .integrationRemoved, accountId: integration.accountId, integrationId: integration.id,
                requestedAt: time
            ).record(id: id, at: time, topics: topics))
    }

    func resync(_ link: ClassLink) async throws {
        try await tell(link, .resync, .manual, about: now().rfc3339)
    }

    /// The brake holds back blocks only: their feed is read anew, nothing else.
    func answered(_ answer: Brake.Answer, _ link: ClassLink) async throws {
        let id = Digest.text(
            ["brake", answer.rawValue, link.accountId, link.classId, occasion(link)], length: 26)
        try await ask(link, .manual, id: "ping-\(id)", at: now())
    }

    /// The calendar that the link has left must give up its blocks.
    func left(_ old: ClassLink, for link: ClassLink) async throws {
        let time = now()
        let id = Digest.text(["left", old.feedId, link.accountId, link.classId, occasion(link)], length: 26)
        try await send(
            GooglePing(feedId: old.feedId, trigger: .link).record(id: "ping-\(id)", at: time, topics: topics))
    }

    /// A class that is linked again begins to count its link's changes anew.
    private func occasion(_ link: ClassLink) -> String {
        "\(link.generation ?? 0)/\(link.revision)"
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
        try await ask(link, trigger, id: "ping-\(id)", at: time)
    }

    private func ask(_ link: ClassLink, _ trigger: GooglePing.Trigger, id: String, at time: Date) async throws {
        try await store.ensure(
            Feed(
                accountId: link.accountId, integrationId: link.integrationId,
                googleCalendarId: link.googleCalendarId, dueAt: time))
        try await send(GooglePing(feedId: link.feedId, trigger: trigger).record(id: id, at: time, topics: topics))
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
}
