import CalendarSync

extension FeedHandler {
    /// A class has left the feed: its blocks go if they are to, and the feed rests if nobody else wants it. Needs no word
    /// of Google's to succeed.
    func leave(_ unlinking: Unlinking, _ context: InputContext) async -> Outcome {
        let feedId = unlinking.link.feedId
        return await underLease(feedId, context) { lease in
            var effects: [SyncEffect] = []
            switch unlinking.removal {
            case .future: effects = try await blocks.removeAll(of: unlinking.classKey, feedId: feedId, lease: lease)
            case .nothing: break
            }
            if try await store.links(feedId: feedId).isEmpty, var feed = try await store.feed(id: feedId) {
                try await watcher.close(&feed, google: google, under: lease)
            }
            return .settled(
                effects.isEmpty ? context.result(.skipped, .unchanged) : context.result(.succeeded, effects: effects))
        }
    }
}
