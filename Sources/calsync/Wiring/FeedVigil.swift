/// Waits until workers have done something with feeds, as the store tells.
enum FeedVigil {
    /// - Parameters:
    ///   - progress: feeds done, of how many.
    ///   - isDone: asked again and again of each feed that is not.
    /// - Returns: the feeds that were not done in time.
    static func wait(
        for feeds: Set<String>, within limit: Duration, progress: (Int, Int) -> Void,
        until isDone: (String) async throws -> Bool
    ) async throws -> Set<String> {
        let began = ContinuousClock.now
        var waiting = feeds
        progress(0, feeds.count)
        while !waiting.isEmpty, ContinuousClock.now - began < limit {
            let before = waiting.count
            for id in waiting where try await isDone(id) { waiting.remove(id) }
            if waiting.count < before {
                progress(feeds.count - waiting.count, feeds.count)
            } else {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        return waiting
    }
}
