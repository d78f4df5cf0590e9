import CalendarSync

extension FeedHandler {
    /// A class has left the feed: its blocks go if they are to, and the feed rests if nobody else wants it. Needs no word
    /// of Google's to succeed.
    func leave(_ unlinking: Unlinking, _ context: InputContext) async -> Outcome {
        let feedId = unlinking.link.feedId
        return await underLease(feedId, context) { lease in
            var changes = FeedChanges()
            switch unlinking.removal {
            case .future: changes = try await blocks.removeAll(of: unlinking.classKey, feedId: feedId, lease: lease)
            case .nothing: break
            }
            // What still stands is not certified as taken out.
            try changes.expectNoRefusal()
            if try await store.links(feedId: feedId).isEmpty, var feed = try await store.feed(id: feedId) {
                try await watcher.close(&feed, google: google, under: lease)
            }
            return .settled(
                changes.effects.isEmpty
                    ? context.result(.skipped, .unchanged) : changes.result(.succeeded, nil, context))
        }
    }
}
