public import CalendarSync
public import Foundation
public import Records

/// Has everything of a link compared again, in both directions. What is parked is tried at once: whoever asks for this
/// wants no more waiting.
public struct LinkResync: Sendable {
    private let store: any ParkingStore
    private let announcer: LinkAnnouncer

    public init(
        store: any FeedStore & ParkingStore, producer: any RecordProducer, topics: Topics,
        now: @escaping @Sendable () -> Date
    ) {
        self.init(
            store: store, announcer: LinkAnnouncer(store: store, producer: producer, topics: topics, now: now))
    }

    init(store: any ParkingStore, announcer: LinkAnnouncer) {
        self.store = store
        self.announcer = announcer
    }

    /// Returns when the workers have been asked.
    public func ask(for link: ClassLink) async throws {
        let time = announcer.now()
        try await store.release(accountId: link.accountId, at: time)
        try await store.postpone(parkedKey: Feed.workKey(id: link.feedId), until: time)
        try await announcer.resync(link)
    }
}
