public import CalendarSync
public import Foundation

/// How one link stands, for a list of all.
public struct LinkOverview: Sendable {
    public let link: ClassLink
    /// As the JSON API has it.
    public let status: String
    public let reason: String?
    public let behindSeconds: Int?
    public let mirrors: Int
    public let blocks: Int
    public let feed: Feed?

    /// Nil where the class is not linked.
    /// - Parameter oldestInput: since when the oldest input that no worker has settled waits.
    public static func read(
        _ key: ClassKey, in store: any Store, oldestInput: Date?, now: Date
    ) async throws -> LinkOverview? {
        guard let link = try await store.link(key) else { return nil }
        let view = try await LinkReader(
            store: store, directory: ClassDirectory(source: nil, now: { now }), oldestInput: { oldestInput },
            now: { now }
        ).view(of: link)
        return LinkOverview(
            link: link, status: view.status.word.rawValue, reason: view.status.reason,
            behindSeconds: view.status.behindSeconds, mirrors: view.counts.mirrors, blocks: view.counts.blocks,
            feed: view.feed)
    }
}
