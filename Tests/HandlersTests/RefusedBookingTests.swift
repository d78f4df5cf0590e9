import CalendarSync
import Foundation
import Handlers
import Testing

/// What Google refuses for good of one booking while all bookings of a class are mirrored.
@Suite(.timeLimit(.minutes(1))) struct RefusedBookingTests {
    private typealias World = HandlersWorld

    @Test func oneBookingThatGoogleRefusesKeepsNoOtherFromItsEvents() async throws {
        try await World.run { world in
            for number in 1...3 {
                _ = await world.bookings.handle(
                    try World.booking(subscription: "900\(number)", at: ["2030-05-0\(number)T09:00"]),
                    world.context("e\(number)"))
            }
            try await world.link(World.strategyCall, to: World.hostCalendar)
            _ = try await world.sandbox.addFault([
                "match": ["method": "events.insert", "calendarId": World.hostCalendar], "status": 400,
                "reason": "invalid", "times": 1,
            ])
            let made = try await world.mirrorAll(World.strategyCall)
            #expect(made.result?.outcome == .succeeded && made.result?.notes == ["mirrorRefused"])
            #expect(made.kinds == [.mirrorInserted, .mirrorInserted])
            #expect(
                try await world.sandbox.live(World.hostCalendar).map { $0.start.prefix(10) }.sorted()
                    == ["2030-05-02", "2030-05-03"])

            let again = try await world.mirrorAll(World.strategyCall)
            #expect(again.result?.notes == [])
            #expect(try await world.sandbox.live(World.hostCalendar).count == 3)
        }
    }

    /// A limit or a right that we do not know, or a page of whoever stands before Google: people can put it right.
    @Test(arguments: [403, 404]) func whatGoogleRefusesWithoutAReasonWeKnowIsNotGivenUp(status: Int) async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            _ = try await world.sandbox.addFault([
                "match": ["method": "events.insert", "calendarId": World.hostCalendar], "status": status,
                "reason": "brandNew", "times": 1,
            ])
            let refused = await world.bookings.handle(try World.booking(), world.context("e1"))
            guard case .parked(.calendarUnavailable, .time, _) = refused else {
                Issue.record("not parked: \(refused)")
                return
            }
            let again = await world.bookings.handle(try World.booking(), world.context("e1"))
            #expect(again.kinds == [.mirrorInserted])
        }
    }

    /// Tried again it would be parked, and parked it could not be either.
    @Test func whatTheStoreCanNeverHoldIsADeadLetter() async throws {
        try await World.run { world in
            let outcome = await world.bookings.handle(try World.booking(subscription: "9\u{0}1"), world.context("e1"))
            guard case .rejected(let rejection) = outcome else {
                Issue.record("not rejected: \(outcome)")
                return
            }
            #expect(rejection == .unstorable("a text with a NUL cannot be stored"))
        }
    }

    @Test func whereGoogleRefusesTheOnlyBookingTheResultSaysSo() async throws {
        try await World.run { world in
            _ = await world.bookings.handle(try World.booking(), world.context("e1"))
            try await world.link(World.strategyCall, to: World.hostCalendar)
            _ = try await world.sandbox.addFault([
                "match": ["method": "events.insert", "calendarId": World.hostCalendar], "status": 400,
                "reason": "invalid",
            ])
            let made = try await world.mirrorAll(World.strategyCall).result
            #expect(made?.outcome == .succeeded && made?.effects == [] && made?.notes == ["mirrorRefused"])
            #expect(made?.isNews == true)
        }
    }
}
