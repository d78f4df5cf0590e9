import CalendarSync
import Foundation
import GoogleCalendar
import Handlers
import Kartra
import OutboundHTTP
import Testing

/// A run whose writing takes longer than its lease.
@Suite(.timeLimit(.minutes(2))) struct LeasedWritingTests {
    private typealias World = HandlersWorld
    private static let calendar = World.hostCalendar
    private static let key = World.strategyCall

    private static func isInsert(_ request: OutboundRequest) -> Bool {
        request.method == .post && request.url.contains("/events?")
    }

    /// As an unlinking would, or another worker: whether the lease was to be had.
    private static func takeLease(_ world: World, _ clock: TrialClock) async throws -> Bool {
        try await world.store.lease(
            feedId: world.feedId(calendar), holder: "other", now: clock.now, until: clock.now.addingTimeInterval(60))
            != nil
    }

    private static func read(
        _ world: World, _ clock: TrialClock, google sender: (any HTTPSender)? = nil, kartra: (any HTTPSender)? = nil
    ) async -> Outcome {
        let accounts = MortalAccounts(
            accounts: world.accounts,
            calendar: GoogleCalendarClient(sender: sender ?? world.http, endpoints: world.google))
        let blocks = KartraBusyBlockClient(
            http: kartra ?? world.http, baseURL: world.sandbox.baseURL + "/kartra", token: "sandbox-kartra-token",
            callsPerSecond: 10_000)
        return await world.feeds(blocks: blocks, now: { clock.now }, google: accounts).handle(
            GooglePing(feedId: world.feedId(calendar), trigger: .link), world.context("link"))
    }

    private static func written(_ world: World) async throws -> Int {
        let busy = try #require(try await world.store.link(key)?.busyCalendarId)
        return try await world.sandbox.live(busy).count
    }

    @Test func whoHasLostTheLeaseBetweenTwoInsertsWritesNoMore() async throws {
        try await World.run { world in
            for day in 3...6 { try await world.sandbox.insert(Self.calendar, World.hour(day)) }
            try await world.link(Self.key, to: Self.calendar, options: LinkOptions(blockWriter: .googleCalendar))
            let clock = TrialClock()
            let overtaken = MeanwhileSender(sender: world.http, call: 3, counting: Self.isInsert) {
                clock.advance(seconds: 30)
                let isTaken = try await Self.takeLease(world, clock)
                #expect(isTaken)
            }
            #expect(await Self.read(world, clock, google: overtaken).result == nil)
            #expect(try await Self.written(world) == 2)
        }
    }

    @Test func whoIsOnlySlowKeepsTheLease() async throws {
        try await World.run { world in
            for day in 3...6 { try await world.sandbox.insert(Self.calendar, World.hour(day)) }
            try await world.link(Self.key, to: Self.calendar, options: LinkOptions(blockWriter: .googleCalendar))
            let clock = TrialClock()
            let slow = MeanwhileSender(sender: world.http, call: 2, counting: Self.isInsert) {
                clock.advance(seconds: 30)
            }
            let watched = MeanwhileSender(sender: slow, call: 4, counting: Self.isInsert) {
                let isTaken = try await Self.takeLease(world, clock)
                #expect(!isTaken)
            }
            #expect(await Self.read(world, clock, google: watched).kinds?.count == 4)
            #expect(try await Self.written(world) == 4)
        }
    }

    @Test func aCallToKartraThatWasHeldBackTooLongIsNotMade() async throws {
        try await World.run { world in
            try await world.sandbox.insert(Self.calendar, World.hour(3))
            try await world.link(Self.key, to: Self.calendar)
            let clock = TrialClock()
            let overtaken = MeanwhileSender(sender: world.http, call: 1) {
                clock.advance(seconds: 30)
                let isTaken = try await Self.takeLease(world, clock)
                #expect(isTaken)
            }
            #expect(await Self.read(world, clock, kartra: overtaken).result == nil)
            #expect(try await world.sandbox.blocks("310").isEmpty)
        }
    }
}
