import CalendarSync
import Foundation
import Handlers
import Testing

@Suite(.timeLimit(.minutes(2))) struct BookingHandlerTests {
    private typealias World = HandlersWorld

    @Test func eachSessionGetsOneEventAndItsRepetitionCallsNobody() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            let booking = try World.booking(at: ["2030-05-06T09:00", "2030-05-07T10:00"])
            let first = await world.bookings.handle(booking, world.context("e1"))
            #expect(first.kinds == [.mirrorInserted, .mirrorInserted])
            let events = try await world.sandbox.live(World.hostCalendar)
            #expect(events.map(\.summary) == ["Strategy call — Ana Lopez", "Strategy call — Ana Lopez"])
            #expect(Set(events.map(\.start)) == ["2030-05-06T09:00:00-06:00", "2030-05-07T10:00:00-06:00"])

            try await world.sandbox.resetCalls()
            let again = await world.bookings.handle(booking, world.context("e1"))
            #expect(again.result == first.result)
            let repeated = await world.bookings.handle(booking, world.context("e2"))
            #expect(repeated.result?.reason == .unchanged)
            let calls = try await world.sandbox.calls()
            #expect(calls.keys.filter { $0.contains("events") } == [])
        }
    }

    @Test func aMovedSessionKeepsItsEventAndACancellationTakesItOut() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            _ = await world.bookings.handle(try World.booking(), world.context("e1"))
            let before = try #require(try await world.sandbox.live(World.hostCalendar).first)
            let moved = await world.bookings.handle(try World.booking(at: ["2030-05-06T11:00"]), world.context("e2"))
            #expect(moved.kinds == [.mirrorUpdated])
            #expect(moved.result?.effects.first?.status == 200 && moved.result?.effects.first?.generation == 0)
            let after = try await world.sandbox.live(World.hostCalendar)
            #expect(after.map(\.id) == [before.id])
            #expect(after.map(\.start) == ["2030-05-06T11:00:00-06:00"])
            let cancelled = await world.bookings.handle(try World.booking(.cancelled), world.context("e3"))
            #expect(cancelled.kinds == [.mirrorDeleted])
            #expect(cancelled.result?.effects.first?.status == 204)
            #expect(try await world.sandbox.live(World.hostCalendar).isEmpty)
        }
    }

    @Test func whatTheHostHasDeletedIsGoneAllTheSame() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            _ = await world.bookings.handle(try World.booking(), world.context("e1"))
            let event = try #require(try await world.sandbox.live(World.hostCalendar).first)
            try await world.sandbox.delete(World.hostCalendar, event.id)
            let cancelled = await world.bookings.handle(try World.booking(.cancelled), world.context("e2"))
            #expect(cancelled.kinds == [.mirrorDeleted])
            #expect(cancelled.result?.effects.first?.status == 410)
        }
    }

    @Test func bookedAgainAfterACancellationTheEventIsRevived() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            for (status, id) in [(BookingStatus.booked, "e1"), (.cancelled, "e2")] {
                _ = await world.bookings.handle(try World.booking(status), world.context(id))
            }
            let again = await world.bookings.handle(try World.booking(), world.context("e3"))
            #expect(again.kinds == [.mirrorRevived])
            #expect(try await world.sandbox.live(World.hostCalendar).count == 1)
        }
    }

    @Test(arguments: ["forbidden", "gone"]) func whereGoogleGivesAnIdNotBackTheNextGenerationIsUsed(answer: String)
        async throws
    {
        try await World.run { world in
            try await world.sandbox.control("google/toggles", ["tombstoneWrite": answer])
            try await world.link(World.strategyCall, to: World.hostCalendar)
            for (status, id) in [(BookingStatus.booked, "e1"), (.cancelled, "e2")] {
                _ = await world.bookings.handle(try World.booking(status), world.context(id))
            }
            let again = await world.bookings.handle(try World.booking(), world.context("e3"))
            #expect(again.kinds == [.mirrorInserted])
            let state = try await world.store.booking(accountId: "42", subscriptionId: "9001")
            #expect(state?.mirrors.map(\.identity.generation) == [1])
            #expect(try await world.sandbox.live(World.hostCalendar).map(\.id) == state?.mirrors.map(\.eventId))
        }
    }

    @Test func withAnEmptyStoreTheSameInputFindsItsEventsAndMakesNoDouble() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            let booking = try World.booking(at: ["2030-05-06T09:00", "2030-05-07T10:00"])
            _ = await world.bookings.handle(booking, world.context("e1"))
            let lost = try #require(try await world.store.booking(accountId: "42", subscriptionId: "9001"))
            // As after a lost database: nothing is remembered of the subscription.
            try await world.store.save(BookingState(booking: lost.booking, revision: lost.revision))
            let again = await world.bookings.handle(booking, world.context("e2"))
            #expect(again.result?.outcome == .succeeded)
            #expect(try await world.sandbox.live(World.hostCalendar).count == 2)
        }
    }

    @Test func anOlderStateIsStale() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            _ = await world.bookings.handle(try World.booking(.cancelled, revision: 5), world.context("e2"))
            let late = await world.bookings.handle(try World.booking(revision: 4), world.context("e1"))
            #expect(late.result?.reason == .stale)
            #expect(try await world.sandbox.live(World.hostCalendar).isEmpty)
        }
    }

    @Test func aClassLinkedLaterGetsTheEventsOfItsRememberedBookings() async throws {
        try await World.run { world in
            let early = await world.bookings.handle(try World.booking(), world.context("e1"))
            #expect(early.result?.reason == .classNotLinked)
            #expect(try await world.store.classes(accountId: "42").map(\.className) == ["Strategy call"])
            try await world.link(World.strategyCall, to: World.hostCalendar)
            let record = try SyncCommand(.linkMade, accountId: "42", classId: "310", requestedAt: .now)
                .record(id: "c1", at: .now, topics: world.topics)
            let work = try world.commands().work(for: record.consumed)
            let outcome = try #require(await work.run(world.context("c1")))
            #expect(outcome.kinds == [.mirrorInserted])
            #expect(try await world.sandbox.live(World.hostCalendar).count == 1)
        }
    }

    @Test func aLinkToAnotherCalendarMovesTheEvents() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            _ = await world.bookings.handle(try World.booking(), world.context("e1"))
            try await world.link(World.strategyCall, to: World.teamCalendar)
            let moved = await world.bookings.handle(try World.booking(), world.context("e2"))
            #expect(moved.kinds == [.mirrorInserted, .mirrorDeleted])
            #expect(try await world.sandbox.live(World.hostCalendar).isEmpty)
            #expect(try await world.sandbox.live(World.teamCalendar).count == 1)
        }
    }

    @Test func twoWorkersWithTheSameSubscriptionAtOnceLeaveOneEvent() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            let times = (9...18).map { "2030-05-06T\($0 < 10 ? "0" : "")\($0):00" }
            await withTaskGroup(of: Void.self) { group in
                for (number, time) in times.enumerated() {
                    group.addTask {
                        guard let booking = try? World.booking(at: [time], revision: number) else { return }
                        var outcome = await world.bookings.handle(booking, world.context("e\(number)"))
                        // As the engine does.
                        while case .retry = outcome {
                            outcome = await world.bookings.handle(booking, world.context("e\(number)"))
                        }
                    }
                }
            }
            #expect(try await world.sandbox.live(World.hostCalendar).map(\.start) == ["2030-05-06T18:00:00-06:00"])
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aBookingAndItsLinksCommandAtOnceDoNotKeepEachOtherFromEnding() async throws {
        try await World.run { world in
            try await world.sandbox.control("latency", ["milliseconds": 20])
            for (round, calendar) in [World.hostCalendar, World.teamCalendar, World.hostCalendar].enumerated() {
                try await world.link(World.strategyCall, to: calendar)
                let record = try SyncCommand(.linkMade, accountId: "42", classId: "310", requestedAt: .now)
                    .record(id: "c\(round)", at: .now, topics: world.topics)
                let work = try world.commands().work(for: record.consumed)
                let booking = try World.booking(revision: round + 1)
                async let handled = world.bookings.handle(booking, world.context("e\(round)"))
                async let mirrored = work.run(world.context("c\(round)"))
                let outcomes = (await handled.result?.outcome, await mirrored?.result?.outcome)
                #expect(outcomes.0 != nil && outcomes.1 != nil)
                let live = try await world.sandbox.live(calendar)
                #expect(live.count == 1)
            }
        }
    }

    @Test func whatADeadWorkerLeftBehindIsPutRight() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            // Google fails after the intent is stored: as if the worker had died there.
            try await world.sandbox.control(
                "faults", ["match": ["method": "events.insert"], "status": 503, "times": 1])
            let broken = await world.bookings.handle(try World.booking(revision: 1), world.context("e1"))
            guard case .retry = broken else {
                Issue.record("not to be retried: \(broken)")
                return
            }
            let moved = await world.bookings.handle(
                try World.booking(at: ["2030-05-06T11:00"], revision: 2), world.context("e2"))
            #expect(moved.result?.outcome == .succeeded)
            #expect(try await world.sandbox.live(World.hostCalendar).map(\.start) == ["2030-05-06T11:00:00-06:00"])
        }
    }

    @Test func aRevokedGrantParksTheWorkAndMarksTheAccount() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            try await world.sandbox.control("google/users/\(World.hostCalendar)/revoke", [:])
            let outcome = await world.bookings.handle(try World.booking(), world.context("e1"))
            guard case .parked(.reconnectNeeded, .reconnect(world.integrationId), _) = outcome else {
                Issue.record("not parked: \(outcome)")
                return
            }
            #expect(try await world.store.integration(id: world.integrationId)?.status == .reconnectNeeded)
            try await world.connect()
            let after = await world.bookings.handle(try World.booking(), world.context("e1"))
            #expect(after.kinds == [.mirrorInserted])
        }
    }
}
