import CalendarSync
import Foundation
import Handlers
import Records
import Testing

extension HandlersWorld {
    func unlinks(bookings: BookingHandler? = nil, feeds: FeedHandler? = nil) -> UnlinkHandler {
        UnlinkHandler(
            store: store, bookings: bookings ?? self.bookings, feeds: feeds ?? self.feeds(), google: accounts,
            keys: keys, now: now, logger: logger)
    }

    func commands(
        links: LinkHandler? = nil, feeds: FeedHandler? = nil, unlinks: UnlinkHandler? = nil
    ) -> CommandRoute {
        let unlinks = unlinks ?? self.unlinks()
        return CommandRoute(
            topics: topics, bookings: bookings, links: links ?? self.links, feeds: feeds ?? self.feeds(),
            unlinks: unlinks,
            disconnects: DisconnectHandler(
                store: store, unlinks: unlinks, google: accounts, keys: keys, now: now, logger: logger))
    }

    /// As the set-up does it, before it tells the workers.
    func beginUnlinking(_ key: ClassKey, _ removal: Unlinking.Removal = .future) async throws {
        let link = try #require(try await store.link(key))
        try await store.begin(Unlinking(link: link, removal: removal, requestedAt: now()))
    }

    /// What the workers make of the command.
    func unlink(
        _ key: ClassKey, attempt: Int = 1, by unlinks: UnlinkHandler? = nil
    ) async throws -> Outcome {
        let record = try SyncCommand(
            .linkRemoved, accountId: key.accountId, classId: key.classId, requestedAt: now()
        ).record(id: "u1", at: now(), topics: topics)
        let work = try commands(unlinks: unlinks).work(for: record.consumed)
        return try #require(await work.run(context("u1", attempt: attempt)))
    }

    func certificate(_ key: ClassKey) async throws -> UnlinkCertificate? {
        try await store.unlinking(key)?.certificate
    }

    func mirrorAll(_ key: ClassKey, eventId: String = UUID().uuidString) async throws -> Outcome {
        let record = try SyncCommand(.resync, accountId: key.accountId, classId: key.classId, requestedAt: now())
            .record(id: eventId, at: now(), topics: topics)
        return try #require(await commands().work(for: record.consumed).run(context(eventId)))
    }
}
