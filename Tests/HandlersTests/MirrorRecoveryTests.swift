import CalendarSync
import Foundation
import GoogleCalendar
import Handlers
import Testing

/// What a worker that was held up and died has left in the calendar is put right when its input comes again.
@Suite(.timeLimit(.minutes(2))) struct MirrorRecoveryTests {
    private typealias World = HandlersWorld

    @Test(arguments: [BookingStatus.booked, .cancelled])
    func aWriteThatCameLateIsTakenBack(newest: BookingStatus) async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            let early = try World.booking(at: ["2030-05-06T09:00"], revision: 1)
            let late = try World.booking(newest, at: ["2030-05-06T11:00"], revision: 2)
            let heldUp = Self.bookings(world) { _ = await world.bookings.handle(late, world.context("e2")) }
            guard case .retry = await heldUp.handle(early, world.context("e1")) else {
                Issue.record("the worker did not die")
                return
            }
            let again = await world.bookings.handle(early, world.context("e1"))
            #expect(again.result != nil)
            let live = try await world.sandbox.live(World.hostCalendar).map(\.start)
            #expect(live == (newest == .booked ? ["2030-05-06T11:00:00-06:00"] : []))
            let state = try await world.store.booking(accountId: "42", subscriptionId: "9001")
            #expect(state?.intents == [])
            try await world.sandbox.resetCalls()
            _ = await world.bookings.handle(early, world.context("e1"))
            _ = await world.bookings.handle(late, world.context("e2"))
            #expect(try await world.sandbox.calls().keys.filter { $0.hasPrefix("events") } == [])
        }
    }

    @Test func aDeletionThatCameLateIsMadeGood() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            _ = await world.bookings.handle(try World.booking(revision: 1), world.context("e1"))
            let cancelled = try World.booking(.cancelled, revision: 2)
            let bookedAgain = try World.booking(revision: 3)
            let heldUp = Self.bookings(world) { _ = await world.bookings.handle(bookedAgain, world.context("e3")) }
            _ = await heldUp.handle(cancelled, world.context("e2"))
            #expect(try await world.sandbox.live(World.hostCalendar).isEmpty)
            _ = await world.bookings.handle(cancelled, world.context("e2"))
            #expect(try await world.sandbox.live(World.hostCalendar).map(\.start) == ["2030-05-06T09:00:00-06:00"])
        }
    }

    @Test(arguments: [BookingStatus.booked, .cancelled])
    func aStrangerWithOurIdIsNotTouchedWhenAWorkerDied(then: BookingStatus) async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            let booking = try World.booking(revision: 1)
            let start = try #require(booking.sessions.first?.startsAt)
            try await world.sandbox.insert(
                World.hostCalendar,
                [
                    "id": MirrorIdentity(booking: booking, firstStartsAt: start).eventId, "summary": "Dentist",
                    "start": ["dateTime": "2030-05-06T09:00:00-06:00"],
                    "end": ["dateTime": "2030-05-06T10:00:00-06:00"],
                ])
            try await world.sandbox.control(
                "faults", ["match": ["method": "events.insert"], "status": 503, "times": 1])
            _ = await world.bookings.handle(booking, world.context("e1"))
            let next = await world.bookings.handle(try World.booking(then, revision: 2), world.context("e2"))
            #expect(next.result != nil)
            let titles = try await world.sandbox.live(World.hostCalendar).map(\.summary).sorted()
            #expect(titles == (then == .booked ? ["Dentist", "Strategy call — Ana Lopez"] : ["Dentist"]))
        }
    }

    @Test func anEventThatMayNotBeWrittenGetsNoDouble() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            _ = await world.bookings.handle(try World.booking(revision: 1), world.context("e1"))
            try await world.sandbox.control("faults", ["match": ["method": "events.update"], "status": 403])
            let moved = try World.booking(at: ["2030-05-06T11:00"], revision: 2)
            guard case .parked = await world.bookings.handle(moved, world.context("e2")) else {
                Issue.record("not parked")
                return
            }
            #expect(try await world.sandbox.live(World.hostCalendar).map(\.start) == ["2030-05-06T09:00:00-06:00"])
        }
    }

    /// The handler of a worker that is held up at its first write.
    private static func bookings(
        _ world: HandlersWorld, meanwhile: @escaping @Sendable () async throws -> Void
    ) -> BookingHandler {
        let calendar = GoogleCalendarClient(
            sender: InterruptedSender(sender: world.http, meanwhile: meanwhile), endpoints: world.google)
        return BookingHandler(
            store: world.store, google: MortalAccounts(accounts: world.accounts, calendar: calendar), keys: world.keys,
            now: world.now, logger: world.logger)
    }
}
