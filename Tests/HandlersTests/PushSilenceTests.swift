import CalendarSync
import Foundation
import Handlers
import Records
import Sandbox
import Synchronization
import Testing
import TestSupport

/// What happens when Google's pings stay away, and when channels come and go.
@Suite(.timeLimit(.minutes(2))) struct PushSilenceTests {
    private typealias World = HandlersWorld

    /// The world's time, moved on by the test.
    private final class Later: Sendable {
        private let offset = Mutex<TimeInterval>(0)

        var now: Date { Date().addingTimeInterval(offset.withLock { $0 }) }
        func pass(_ seconds: TimeInterval) { offset.withLock { $0 += seconds } }
    }

    private func event(_ hour: Int) -> [String: any Sendable] {
        let day = String(Date.now.addingTimeInterval(3 * 86_400).rfc3339.prefix(10))
        func time(_ hour: Int) -> [String: String] { ["dateTime": "\(day)T\(hour):00:00Z"] }
        return ["summary": "Secret", "start": time(hour), "end": time(hour + 1)]
    }

    private func poll(_ world: World, _ later: Later, _ trigger: GooglePing.Trigger = .poll) async -> Outcome {
        await world.feeds(now: { later.now }).handle(
            GooglePing(feedId: world.feedId(World.hostCalendar), trigger: trigger), world.context(UUID().uuidString))
    }

    private func feed(_ world: World) async throws -> Feed {
        try #require(try await world.store.feed(id: world.feedId(World.hostCalendar)))
    }

    @Test func changesThatNoPingAnnouncesDegradeTheFeedUntilOneComes() async throws {
        try await World.run { world in
            let later = Later()
            let host = World.hostCalendar
            try await world.link(World.strategyCall, to: host)
            _ = await poll(world, later, .link)
            let first = try #require(try await feed(world).channels.first)

            // Nothing has changed: silence says nothing.
            later.pass(900)
            _ = await poll(world, later)
            #expect(try await feed(world).unannouncedSince == nil)

            // A change without a ping, which may be on its way: looked at again in a minute.
            try await world.sandbox.insert(host, event(10))
            let suspicious = await poll(world, later)
            #expect(suspicious.result?.notes.isEmpty == true)
            var feed = try await feed(world)
            #expect(feed.unannouncedSince != nil)
            #expect(feed.pushLostSince == nil)
            #expect(try #require(feed.dueAt).timeIntervalSince(later.now) <= 61)

            // It has not come: the channel is made anew, and the calendar read every minute.
            later.pass(61)
            let sure = await poll(world, later)
            #expect(sure.result?.notes == ["missedPing"])
            feed = try await self.feed(world)
            #expect(feed.pushLostSince != nil)
            #expect(feed.missedPings == 1)
            #expect(feed.channels.count == 1)
            #expect(feed.channels.first?.id != first.id)
            #expect(try #require(feed.dueAt).timeIntervalSince(later.now) <= 61)
            let second = try #require(feed.channels.first)

            // Silent still: the new channel is waited for.
            later.pass(61)
            try await world.sandbox.insert(host, event(14))
            #expect(await poll(world, later).result?.notes == ["missedPing"])
            feed = try await self.feed(world)
            #expect(feed.missedPings == 2)
            #expect(feed.channels.first == second)

            // A ping ends it.
            _ = await poll(world, later, .push)
            feed = try await self.feed(world)
            #expect(feed.pushLostSince == nil)
            #expect(try #require(feed.dueAt).timeIntervalSince(later.now) > 600)
            #expect(feed.missedPings == 2)
        }
    }

    @Test func aPingThatIsOnlyLateDegradesNothing() async throws {
        try await World.run { world in
            let later = Later()
            try await world.link(World.strategyCall, to: World.hostCalendar)
            _ = await poll(world, later, .link)
            try await world.sandbox.insert(World.hostCalendar, event(10))
            _ = await poll(world, later)
            #expect(try await feed(world).unannouncedSince != nil)
            _ = await poll(world, later, .push)
            later.pass(61)
            _ = await poll(world, later)
            let feed = try await feed(world)
            #expect(feed.pushLostSince == nil)
            #expect(feed.missedPings == nil)
        }
    }

    /// What comes together is read once, and a poll behind the push does not take its place.
    @Test func aPushThatAPollIsBehindIsTheOneThatIsHeard() async throws {
        try await World.run { world in
            let later = Later()
            try await world.link(World.strategyCall, to: World.hostCalendar)
            _ = await poll(world, later, .link)
            try await world.sandbox.insert(World.hostCalendar, event(10))
            let route = FeedRoute(topics: world.topics, handler: world.feeds(now: { later.now }))
            let works = try [GooglePing.Trigger.push, .poll].map { trigger in
                try route.work(
                    for: GooglePing(feedId: world.feedId(World.hostCalendar), trigger: trigger)
                        .record(id: "\(trigger)", at: later.now, topics: world.topics).consumed)
            }
            #expect(works.map(\.coalesces) == [true, true])
            #expect(works.map(\.announces) == [true, false])
            // As the engine does with a turn of both.
            for work in works where work.announces { _ = await work.run(world.context(work.eventId)) }
            later.pass(61)
            #expect(await poll(world, later).result?.notes.isEmpty == true)
            let feed = try await feed(world)
            #expect(feed.unannouncedSince == nil && feed.pushLostSince == nil && feed.missedPings == nil)
        }
    }

    @Test func aCalendarThatCannotBeWatchedIsPolledAndNeverDegraded() async throws {
        try await World.run { configuration in
            configuration.google.toggles.unwatchableMarkers = ["host@"]
        } _: { world in
            let later = Later()
            try await world.link(World.strategyCall, to: World.hostCalendar)
            _ = await poll(world, later, .link)
            for hour in [10, 12, 14] {
                try await world.sandbox.insert(World.hostCalendar, event(hour))
                later.pass(61)
                #expect(await poll(world, later).result?.notes.isEmpty == true)
            }
            let feed = try await feed(world)
            #expect(!feed.isWatchable)
            #expect(feed.channels.isEmpty)
            #expect(feed.pushLostSince == nil)
            #expect(try #require(feed.dueAt).timeIntervalSince(later.now) <= 61)
        }
    }

    @Test func aChannelThatNobodyKnowsIsStoppedByItsFirstPing() async throws {
        try await World.run { world in
            let later = Later()
            let host = World.hostCalendar
            try await world.link(World.strategyCall, to: host)
            _ = await poll(world, later, .link)
            let known = try #require(try await feed(world).channels.first)
            try await world.sandbox.resetCalls()
            // Of the known one, and of one whose watch call was answered to nobody.
            for (id, stops) in [(known.id, 0), ("lost-channel", 1)] {
                _ = await world.feeds(now: { later.now }).handle(
                    GooglePing(
                        feedId: world.feedId(host), trigger: .push, channelId: id, messageNumber: 2,
                        resourceState: .exists, receivedAt: later.now, resourceId: known.resourceId),
                    world.context(UUID().uuidString))
                #expect(try await world.sandbox.calls()["channels.stop", default: 0] == stops)
            }
            #expect(try await feed(world).channels == [known])
        }
    }

    @Test func theNextChannelIsOpenBeforeTheOldOneEndsAndThatOneIsStopped() async throws {
        try await World.run { world in
            let later = Later()
            try await world.link(World.strategyCall, to: World.hostCalendar)
            _ = await poll(world, later, .link)
            let first = try #require(try await feed(world).channels.first)
            let life = try #require(first.expiresAt).timeIntervalSince(first.createdAt)
            // Up to a tenth less than Google's seven days, so that not all are renewed at once.
            #expect(life > 6.2 * 86_400 && life < 7.01 * 86_400)
            later.pass(life * 0.79)
            _ = await poll(world, later)
            #expect(try await feed(world).channels == [first])
            later.pass(life * 0.02)
            try await world.sandbox.resetCalls()
            _ = await poll(world, later)
            let second = try #require(try await feed(world).channels.first)
            #expect(second.id != first.id)
            let calls = try await world.sandbox.calls()
            #expect(calls["events.watch"] == 1)
            #expect(calls["channels.stop"] == 1)
        }
    }
}
