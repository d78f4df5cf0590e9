import CalendarSync
import Foundation
import GoogleCalendar
@testable import Handlers
import Testing

/// A worker that has lost its partition is still at an input that another worker has settled, and dies at it.
@Suite(.timeLimit(.minutes(2))) struct AbandonedWriteTests {
    private typealias World = HandlersWorld

    /// What stands at first, and how the worker meets it.
    enum Start: CaseIterable {
        /// It writes over what it knows, which has changed meanwhile.
        case known
        /// It has looked at what stands, which changes before it writes.
        case unknown
        /// It brings back what was deleted, which another has brought back meanwhile.
        case deleted

        var overtakenBefore: Int { self == .known ? 1 : 2 }
    }

    @Test(arguments: Start.allCases) func anOlderStateDoesNotReplaceTheNewest(start: Start) async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            let first = try World.booking(at: ["2030-05-06T09:00"], revision: 1)
            _ = await world.bookings.handle(first, world.context("e1"))
            var state = try #require(try await world.store.booking(accountId: "42", subscriptionId: "9001"))
            if start != .known {
                state.mirrors = state.mirrors.map { $0.uncertain() }
                try await world.store.save(state)
            }
            if start == .deleted {
                try await world.sandbox.delete(World.hostCalendar, try #require(state.mirrors.first).eventId)
            }
            let early = try World.booking(at: ["2030-05-06T10:00"], revision: 2)
            let late = try World.booking(at: ["2030-05-06T11:00"], revision: 3)
            let sender = ZombieSender(sender: world.http, overtakenBefore: start.overtakenBefore, diesAfter: 2) {
                #expect(await world.bookings.handle(early, world.context("e2")).result != nil)
                #expect(await world.bookings.handle(late, world.context("e3")).result != nil)
            }
            let accounts = MortalAccounts(
                accounts: world.accounts, calendar: GoogleCalendarClient(sender: sender, endpoints: world.google))
            let zombie = BookingHandler(
                store: world.store, google: accounts, keys: world.keys, now: world.now, logger: world.logger)
            _ = await zombie.handle(early, world.context("e2"))
            #expect(try await world.sandbox.live(World.hostCalendar).map(\.start) == ["2030-05-06T11:00:00-06:00"])
        }
    }

    @Test func whatNobodyHasReportedDoneIsFinished() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            let booking = try World.booking(at: ["2030-05-06T09:00"], revision: 1)
            _ = await world.bookings.handle(booking, world.context("e1"))
            // It has noted that it is about to write, has written an older title, and is gone.
            var state = try #require(try await world.store.booking(accountId: "42", subscriptionId: "9001"))
            let mirror = try #require(state.mirrors.first)
            try await world.sandbox.edit(World.hostCalendar, mirror.eventId, ["summary": "older"])
            state.begin(MirrorIntent(inputId: "e1", mirror: mirror.uncertain()), at: world.now())
            state.put(mirror.uncertain())
            state.mirrors.append(
                MirrorEvent(
                    identity: mirror.identity.next(), integrationId: mirror.integrationId,
                    googleCalendarId: mirror.googleCalendarId, startsAt: mirror.startsAt, contentHash: ""))
            try await world.store.save(state)

            let work = try world.commands(links: world.links).work(
                for: SyncCommand(
                    .bookingFinish, accountId: "42", subscriptionId: "9001", requestedAt: world.now()
                ).record(id: "f1", at: world.now(), topics: world.topics).consumed)
            #expect(work.key == Booking.workKey(accountId: "42", subscriptionId: "9001"))
            let outcome = try #require(await work.run(world.context("f1")))
            #expect(outcome.result?.outcome == .succeeded)
            let settled = try await world.store.booking(accountId: "42", subscriptionId: "9001")
            #expect(settled?.intents == [] && settled?.intentsSince == nil)
            let live = try await world.sandbox.live(World.hostCalendar)
            #expect(live.map(\.summary) == ["Strategy call — Ana Lopez"])
            #expect(settled?.mirrors.map(\.eventId) == live.map(\.id))
            #expect(settled?.mirrors.contains(where: \.isUncertain) == false)

            try await world.sandbox.resetCalls()
            let again = await world.bookings.finish(
                accountId: "42", subscriptionId: "9001", world.context("f2"))
            #expect(again.result?.reason == .unchanged)
            #expect(try await world.sandbox.calls().keys.filter { $0.hasPrefix("events") } == [])
        }
    }
}
