import CalendarSync
import Foundation
import GoogleCalendar
import Handlers
import OutboundHTTP
import Testing

/// A calendar that Google will not let be read as it is asked for.
@Suite(.timeLimit(.minutes(2))) struct RefusedReadingTests {
    private typealias World = HandlersWorld
    private static let calendar = World.hostCalendar

    private static func feed(_ world: World) async throws -> Feed {
        try #require(try await world.store.feed(id: world.feedId(calendar)))
    }

    private static func read(
        _ world: World, _ clock: TrialClock, through sender: (any HTTPSender)? = nil,
        trigger: GooglePing.Trigger = .poll
    ) async -> Outcome {
        let accounts = MortalAccounts(
            accounts: world.accounts,
            calendar: GoogleCalendarClient(sender: sender ?? world.http, endpoints: world.google))
        return await world.feeds(now: { clock.now }, google: accounts).handle(
            GooglePing(feedId: world.feedId(calendar), trigger: trigger), world.context(UUID().uuidString))
    }

    private static func expectRejected(_ outcome: Outcome) {
        guard case .rejected(let rejection) = outcome else {
            Issue.record("not rejected: \(outcome)")
            return
        }
        #expect(rejection.reason == .refused)
    }

    @Test(arguments: ["badRequest", "invalid"])
    func itIsAskedForOnceAnHourAndShownMeanwhile(reason: String) async throws {
        try await World.run { world in
            let clock = TrialClock()
            try await world.link(World.strategyCall, to: Self.calendar)
            _ = await Self.read(world, clock, trigger: .link)
            let fault = try await world.sandbox.addFault([
                "match": ["method": "events.list"], "status": 400, "reason": reason,
            ])
            // A single odd answer is no refusal yet.
            Self.expectRejected(await Self.read(world, clock))
            var feed = try await Self.feed(world)
            #expect(feed.readingRefusedAt == nil)
            Self.expectRejected(await Self.read(world, clock))
            feed = try await Self.feed(world)
            #expect(feed.unreachableSince != nil)
            #expect(abs(try #require(feed.dueAt).timeIntervalSince(clock.now) - 3_600) < 60)

            // Every change of a busy calendar would else be a dead letter.
            try await world.sandbox.resetCalls()
            let pushed = await Self.read(world, clock, trigger: .push).result
            #expect(pushed?.outcome == .skipped && pushed?.reason == .calendarUnavailable)
            #expect(try await world.sandbox.calls()["events.list"] == nil)

            clock.advance(seconds: 3_601)
            let since = feed.unreachableSince
            Self.expectRejected(await Self.read(world, clock))
            #expect(try await Self.feed(world).unreachableSince == since)

            try await world.sandbox.removeFault(fault)
            clock.advance(seconds: 3_601)
            #expect(await Self.read(world, clock).result != nil)
            feed = try await Self.feed(world)
            #expect(feed.unreachableSince == nil)
            #expect(try #require(feed.dueAt).timeIntervalSince(clock.now) < 1_000)
            #expect(await Self.read(world, clock, trigger: .push).result?.reason == .unchanged)
        }
    }

    @Test func aPageThatIsTooLargeIsAskedForAgainSmaller() async throws {
        try await World.run { world in
            try await world.sandbox.insert(Self.calendar, World.hour(3))
            try await world.link(World.strategyCall, to: Self.calendar)
            let tight = TightSender(sender: world.http, most: 700)
            #expect(await Self.read(world, TrialClock(), through: tight, trigger: .link).kinds == [.blockWritten])
            #expect(try await Self.feed(world).syncToken != nil)
        }
    }

    @Test func whereNoPageIsSmallEnoughItIsRefused() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: Self.calendar)
            let clock = TrialClock()
            let tight = TightSender(sender: world.http, most: Feed.smallestPage - 1)
            Self.expectRejected(await Self.read(world, clock, through: tight, trigger: .link))
            Self.expectRejected(await Self.read(world, clock, through: tight, trigger: .link))
            let feed = try await Self.feed(world)
            #expect(feed.pageSize == Feed.smallestPage)
            #expect(try #require(feed.dueAt).timeIntervalSince(clock.now) > 3_500)
        }
    }
}
