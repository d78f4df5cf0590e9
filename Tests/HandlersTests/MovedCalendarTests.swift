import CalendarSync
import Foundation
import Handlers
import Testing

/// A link that changes its Google calendar takes its mirrors along.
@Suite(.timeLimit(.minutes(1))) struct MovedCalendarTests {
    private typealias World = HandlersWorld

    private static func fill(_ world: World) async throws {
        try await world.link(World.strategyCall, to: World.teamCalendar)
        for number in 1...3 {
            _ = await world.bookings.handle(
                try World.booking(subscription: "900\(number)", at: ["2030-05-0\(number)T09:00"]),
                world.context("e\(number)"))
        }
        try await world.link(World.strategyCall, to: World.hostCalendar)
    }

    @Test func everyMirrorStandsInTheNewBeforeItLeavesTheOld() async throws {
        try await World.run { world in
            try await Self.fill(world)
            let moved = try await world.mirrorAll(World.strategyCall)
            #expect(
                moved.kinds == [
                    .mirrorInserted, .mirrorDeleted, .mirrorInserted, .mirrorDeleted, .mirrorInserted, .mirrorDeleted,
                ])
            #expect(try await world.sandbox.live(World.hostCalendar).count == 3)
            #expect(try await world.sandbox.live(World.teamCalendar).isEmpty)
        }
    }

    @Test(arguments: [403, 404]) func anOldCalendarOutOfReachHoldsNothingUp(status: Int) async throws {
        try await World.run { world in
            try await Self.fill(world)
            try await world.sandbox.control(
                "faults", ["match": ["method": "events.*", "calendarId": World.teamCalendar], "status": status])
            let moved = try await world.mirrorAll(World.strategyCall)
            #expect(moved.result?.effects.filter { $0.kind == .mirrorInserted }.count == 3)
            #expect(moved.result?.notes == (status == 403 ? ["mirrorLeftBehind"] : []))
            #expect(try await world.sandbox.live(World.hostCalendar).count == 3)
            // Nothing later stops at it.
            let again = await world.bookings.handle(
                try World.booking(.cancelled, subscription: "9001"), world.context("e9"))
            #expect(again.kinds == [.mirrorDeleted])
            #expect(try await world.store.mirrorCount(of: World.strategyCall) == 2)
        }
    }

    @Test func aMirrorLeftBehindIsReported() async throws {
        try await World.run { world in
            try await Self.fill(world)
            try await world.sandbox.control(
                "faults", ["match": ["method": "events.delete", "calendarId": World.teamCalendar], "status": 403])
            let outcome = await world.bookings.handle(
                try World.booking(subscription: "9001", at: ["2030-05-01T09:00"]), world.context("e9"))
            #expect(outcome.kinds == [.mirrorInserted])
            #expect(outcome.result?.notes == ["mirrorLeftBehind"])
            #expect(try await world.sandbox.live(World.hostCalendar).count == 1)
        }
    }
}
