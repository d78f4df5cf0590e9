import CalendarSync
import Handlers
import Records
import Testing

@Suite(.timeLimit(.minutes(1))) struct FeedRouteTests {
    private typealias World = HandlersWorld

    /// An event's id may be of any length and hold anything; a key is stored.
    @Test func theKeyOfAHandshakeIsShortWhateverItsEventIsCalled() async throws {
        try await World.run { world in
            let route = FeedRoute(topics: world.topics, handler: world.feeds())
            var keys: Set<String> = []
            for id in [String(repeating: "x", count: 5_000), "a\u{0}", "b"] {
                let ping = GooglePing(
                    feedId: "feed1", trigger: .push, channelId: "c", messageNumber: 1, resourceState: .sync,
                    receivedAt: world.now())
                let sent = try ping.record(id: id, at: world.now(), topics: world.topics)
                let work = try route.work(
                    for: ConsumedRecord(
                        topicPartition: TopicPartition(topic: sent.topic, partition: 0), offset: 1,
                        timestampMilliseconds: nil, key: sent.key, value: sent.value, headers: sent.headers))
                #expect(Identifier.flaw(of: work.key) == nil && work.key.hasPrefix("feed/feed1/"))
                keys.insert(work.key)
            }
            #expect(keys.count == 3, "each has a key of its own")
        }
    }
}
