import CalendarSync
import Foundation
import GoogleCalendar
@testable import Handlers
import Testing

/// A booking changes before anybody has seen what the host did to its event.
@Suite(.timeLimit(.minutes(2))) struct HostEditRaceTests {
    private typealias World = HandlersWorld
    private static let calendar = World.hostCalendar

    private static func run(_ test: @escaping @Sendable (World, String) async throws -> Void) async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: calendar)
            _ = await world.bookings.handle(try booking(at: "09:00", 1), world.context("e1"))
            let mirror = try #require(try await world.sandbox.live(calendar).first)
            try await test(world, mirror.id)
        }
    }

    private static func booking(_ status: BookingStatus = .booked, at time: String, _ revision: Int) throws -> Booking {
        try World.booking(status, at: [World.date(4) + "T" + time], revision: revision)
    }

    private static func move(_ world: World, _ id: String, to hour: Int) async throws {
        let moved = World.hour(4, at: hour)
        try await world.sandbox.edit(calendar, id, ["start": moved["start"] ?? "", "end": moved["end"] ?? ""])
    }

    private static func calls(_ world: World, _ body: () async throws -> Void) async throws -> [String: Int] {
        try await world.sandbox.resetCalls()
        try await body()
        return try await world.sandbox.calls().filter { $0.key.hasPrefix("events.") }
    }

    private static func start(_ world: World) async throws -> String? {
        try await world.sandbox.live(calendar).first.map { String($0.start.dropFirst(11).prefix(5)) }
    }

    @Test func anEventThatNobodyTouchedIsWrittenAndTakenOutWithOneCallEach() async throws {
        try await Self.run { world, _ async throws in
            for (revision, time) in ["11:00", "12:00"].enumerated() {
                let calls = try await Self.calls(world) {
                    let moved = try Self.booking(at: time, 2 + revision)
                    #expect(await world.bookings.handle(moved, world.context(time)).kinds == [.mirrorUpdated])
                }
                #expect(calls == ["events.update": 1])
            }
            let calls = try await Self.calls(world) {
                let cancelled = try Self.booking(.cancelled, at: "12:00", 4)
                #expect(await world.bookings.handle(cancelled, world.context("e4")).kinds == [.mirrorDeleted])
            }
            #expect(calls == ["events.delete": 1])
        }
    }

    @Test func aMoveOfTheHostsIsReportedAndTheNewestBookingStands() async throws {
        try await Self.run { world, id async throws in
            try await Self.move(world, id, to: 15)
            let calls = try await Self.calls(world) {
                let outcome = await world.bookings.handle(try Self.booking(at: "11:00", 2), world.context("e2"))
                #expect(outcome.kinds == [.mirrorDiverged, .mirrorUpdated])
                #expect(outcome.result?.effects.map(\.remoteId) == [id, id])
            }
            #expect(calls == ["events.update": 2, "events.get": 1])
            #expect(try await Self.start(world) == "11:00")
            // The event is known again as it was written.
            let again = try await Self.calls(world) {
                let outcome = await world.bookings.handle(try Self.booking(at: "12:00", 3), world.context("e3"))
                #expect(outcome.kinds == [.mirrorUpdated])
            }
            #expect(again == ["events.update": 1])
        }
    }

    @Test func anEventThatOnlyLooksDifferentIsNoDivergence() async throws {
        try await Self.run { world, id async throws in
            try await world.sandbox.edit(Self.calendar, id, ["colorId": "4"])
            let outcome = await world.bookings.handle(try Self.booking(at: "11:00", 2), world.context("e2"))
            #expect(outcome.kinds == [.mirrorUpdated])
            #expect(try await Self.start(world) == "11:00")
            try await world.sandbox.edit(Self.calendar, id, ["colorId": "5"])
            let cancelled = try Self.booking(.cancelled, at: "11:00", 3)
            #expect(await world.bookings.handle(cancelled, world.context("e3")).kinds == [.mirrorDeleted])
            #expect(try await world.sandbox.live(Self.calendar).isEmpty)
        }
    }

    @Test func aCancelledBookingTakesAMovedEventAlongAndSaysThatItWasMoved() async throws {
        try await Self.run { world, id async throws in
            try await Self.move(world, id, to: 15)
            let cancelled = try Self.booking(.cancelled, at: "09:00", 2)
            let outcome = await world.bookings.handle(cancelled, world.context("e2"))
            #expect(outcome.kinds == [.mirrorDiverged, .mirrorDeleted])
            #expect(try await world.sandbox.live(Self.calendar).isEmpty)
        }
    }

    @Test func anEventThatTheHostDeletedStandsAgainForTheMovedBooking() async throws {
        try await Self.run { world, id async throws in
            try await world.sandbox.delete(Self.calendar, id)
            let outcome = await world.bookings.handle(try Self.booking(at: "11:00", 2), world.context("e2"))
            #expect(outcome.kinds == [.mirrorDiverged, .mirrorRevived])
            #expect(try await Self.start(world) == "11:00")
        }
    }

    @Test func whatWasReportedIsWrittenOverWithOneCallAndNotReportedAgain() async throws {
        try await Self.run { world, id async throws in
            try await Self.move(world, id, to: 15)
            let check = await world.bookings.check(
                accountId: "42", subscriptionId: "9001", eventId: id, world.context("check"))
            #expect(check.kinds == [.mirrorDiverged])
            let calls = try await Self.calls(world) {
                let outcome = await world.bookings.handle(try Self.booking(at: "11:00", 2), world.context("e2"))
                #expect(outcome.kinds == [.mirrorUpdated])
            }
            #expect(calls == ["events.update": 1])
            #expect(try await Self.start(world) == "11:00")
        }
    }

    @Test func whatChangesAgainWhileItIsLookedAtIsWrittenByTheNextTry() async throws {
        try await Self.run { world, id async throws in
            try await Self.move(world, id, to: 15)
            let sender = MeanwhileSender(sender: world.http, call: 3) {
                try await Self.move(world, id, to: 16)
            }
            let google = MortalAccounts(
                accounts: world.accounts, calendar: GoogleCalendarClient(sender: sender, endpoints: world.google))
            let hasty = BookingHandler(
                store: world.store, google: google, keys: world.keys, now: world.now, logger: world.logger)
            let booking = try Self.booking(at: "11:00", 2)
            guard case .retry = await hasty.handle(booking, world.context("e2")) else {
                Issue.record("it was written over what nobody has seen")
                return
            }
            #expect(try await Self.start(world) == "16:00")
            let outcome = await world.bookings.handle(booking, world.context("e2"))
            #expect(outcome.kinds == [.mirrorDiverged, .mirrorUpdated])
            #expect(try await Self.start(world) == "11:00")
        }
    }
}
