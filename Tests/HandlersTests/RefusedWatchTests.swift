import CalendarSync
import Foundation
import GoogleCalendar
import Handlers
import OutboundHTTP
import Testing

/// Channels that Google does not give, or not as they should be.
@Suite(.timeLimit(.minutes(2))) struct RefusedWatchTests {
    private typealias World = HandlersWorld
    private static let calendar = World.hostCalendar

    private static func feed(_ world: World) async throws -> Feed {
        try #require(try await world.store.feed(id: world.feedId(calendar)))
    }

    private static func read(
        _ world: World, _ clock: TrialClock, through sender: (any HTTPSender)? = nil,
        trigger: GooglePing.Trigger = .poll
    ) async {
        let accounts = MortalAccounts(
            accounts: world.accounts,
            calendar: GoogleCalendarClient(sender: sender ?? world.http, endpoints: world.google))
        let outcome = await world.feeds(now: { clock.now }, google: accounts).handle(
            GooglePing(feedId: world.feedId(calendar), trigger: trigger), world.context(UUID().uuidString))
        #expect(outcome.result != nil)
    }

    private static func refuse(_ world: World, _ status: Int, _ reason: String) async throws -> Int {
        try await world.sandbox.addFault(["match": ["method": "events.watch"], "status": status, "reason": reason])
    }

    private static func watchCalls(_ world: World) async throws -> Int {
        try await world.sandbox.calls()["events.watch", default: 0]
    }

    @Test(
        arguments: [
            (400, "push.webhookUrlNotHttps"), (401, "push.webhookUrlUnauthorized"), (403, "forbidden"),
            (400, "badRequest"),
        ])
    func whatOnlyPeopleCanMendIsAskedForOnceAnHour(status: Int, reason: String) async throws {
        try await World.run { world in
            let clock = TrialClock()
            try await world.link(World.strategyCall, to: Self.calendar)
            let fault = try await Self.refuse(world, status, reason)
            await Self.read(world, clock, trigger: .link)
            let calls = try await Self.watchCalls(world)
            #expect(calls > 0)
            clock.advance(seconds: 61)
            for _ in 1...2 { await Self.read(world, clock) }
            #expect(try await Self.watchCalls(world) == calls)
            let feed = try await Self.feed(world)
            #expect(feed.channels.isEmpty && feed.isWatchable)
            // It is read without.
            #expect(try #require(feed.dueAt).timeIntervalSince(clock.now) <= 61)

            clock.advance(seconds: 3_600)
            await Self.read(world, clock)
            #expect(try await Self.watchCalls(world) == 2 * calls)
            try await world.sandbox.removeFault(fault)
            clock.advance(seconds: 3_601)
            await Self.read(world, clock)
            #expect(try await Self.feed(world).channels.count == 1)
            #expect(try await Self.feed(world).watchRefusedAt == nil)
        }
    }

    @Test func whoAsksForAReadingIsTakenToHaveMendedIt() async throws {
        try await World.run { world in
            let clock = TrialClock()
            try await world.link(World.strategyCall, to: Self.calendar)
            let fault = try await Self.refuse(world, 400, "push.webhookUrlNotHttps")
            await Self.read(world, clock, trigger: .link)
            try await world.sandbox.removeFault(fault)
            await Self.read(world, clock, trigger: .manual)
            #expect(try await Self.feed(world).channels.count == 1)
        }
    }

    @Test func whatMayPassIsAskedForAtTheNextReading() async throws {
        try await World.run { world in
            let clock = TrialClock()
            try await world.link(World.strategyCall, to: Self.calendar)
            let fault = try await Self.refuse(world, 503, "backendError")
            await Self.read(world, clock, trigger: .link)
            try await world.sandbox.removeFault(fault)
            await Self.read(world, clock)
            #expect(try await Self.feed(world).channels.count == 1)
        }
    }

    @Test func aCalendarThatIsLinkedAgainBeginsWithoutTheOldOnesTroubles() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            try await world.changeFeed(Self.calendar) { feed in
                feed.pushLostSince = .now
                feed.unannouncedSince = .now
                feed.watchRefusedAt = .now
                feed.isWatchable = false
            }
            try await world.link(World.strategyCall, to: World.teamCalendar)
            await world.read(Self.calendar, trigger: .link)
            let feed = try await Self.feed(world)
            #expect(feed.dueAt == nil)
            #expect(feed.pushLostSince == nil && feed.unannouncedSince == nil && feed.watchRefusedAt == nil)
            #expect(feed.isWatchable)
        }
    }

    @Test func aChannelOfWhichGoogleDoesNotSayWhenItEndsIsKeptForTheTimeAskedFor() async throws {
        try await World.run { world in
            let clock = TrialClock()
            let silent = EndlessChannels(sender: world.http)
            try await world.link(World.strategyCall, to: Self.calendar)
            await Self.read(world, clock, through: silent, trigger: .link)
            let channel = try #require(try await Self.feed(world).channels.first)
            #expect(try #require(channel.expiresAt).timeIntervalSince(channel.createdAt) > 6.2 * 86_400)
            clock.advance(seconds: 900)
            await Self.read(world, clock, through: silent)
            #expect(try await Self.feed(world).channels == [channel])
            #expect(try await Self.watchCalls(world) == 1)
        }
    }
}
