import CalendarSync
import Foundation
import Handlers
import Records
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct HostEditTests {
    private typealias World = HandlersWorld
    private static let calendar = World.hostCalendar
    private static let key = World.strategyCall

    /// A mirror event that stands and was seen as it was written.
    private static func run(
        _ hostEdits: LinkOptions.HostEdits, _ test: @escaping @Sendable (World, String) async throws -> Void
    ) async throws {
        try await World.run { world in
            try await world.link(key, to: calendar)
            try await world.change(key) { $0.options.hostEdits = hostEdits }
            _ = await world.bookings.handle(
                try World.booking(at: [World.date(4) + "T09:00"], revision: 1), world.context("booked"))
            await world.read(calendar, trigger: .link)
            #expect(try await checks(world).isEmpty)
            let mirror = try #require(try await world.sandbox.live(calendar).first)
            try await test(world, mirror.id)
        }
    }

    /// Carries out what the readings have asked for since the last time.
    @discardableResult
    private static func checks(_ world: World) async throws -> [SyncResult] {
        let commands = world.producer.records.filter { $0.topic == world.topics.commands }
        world.producer.forget()
        let route = world.commands()
        var results: [SyncResult] = []
        for command in commands {
            let outcome = await (try route.work(for: command.consumed)).run(world.context(UUID().uuidString))
            results.append(try #require(outcome?.result))
        }
        return results
    }

    private static func move(_ world: World, _ id: String, to hour: Int) async throws {
        let moved = World.hour(4, at: hour)
        try await world.sandbox.edit(
            calendar, id, ["start": moved["start"] ?? "", "end": moved["end"] ?? ""])
    }

    @Test func aMovedMirrorIsReportedOnceAndBlocksWhereItNowIs() async throws {
        try await Self.run(.leave) { world, id async throws in
            try await Self.move(world, id, to: 15)
            #expect(await world.read(Self.calendar).kinds == [.blockWritten])
            let results = try await Self.checks(world)
            #expect(results.map { $0.effects.map(\.kind) } == [[.mirrorDiverged]])
            #expect(results.first?.effects.first?.remoteId == id)
            let blocks = try await world.sandbox.blocks("310")
            #expect(blocks.map { $0.startsAt.dropFirst(11).prefix(5) } == ["15:00"])
            // Seen again by a full reading, it is no news.
            await world.read(Self.calendar, trigger: .manual)
            #expect(try await Self.checks(world).map(\.reason) == [.unchanged])
            #expect(try await world.sandbox.live(Self.calendar).first?.start.contains("T15:00") == true)
        }
    }

    @Test func aDeletedMirrorIsReportedOnceAndStaysDeleted() async throws {
        try await Self.run(.leave) { world, id async throws in
            try await world.sandbox.delete(Self.calendar, id)
            await world.read(Self.calendar)
            #expect(try await Self.checks(world).map { $0.effects.map(\.kind) } == [[.mirrorDiverged]])
            let state = try await world.store.booking(accountId: "42", subscriptionId: "9001")
            #expect(state?.mirrors.first?.divergence == .deleted)
            #expect(try await world.sandbox.live(Self.calendar).isEmpty)
        }
    }

    @Test func whereTheOwnerSaysSoItIsPutBack() async throws {
        try await Self.run(.restore) { world, id async throws in
            let before = try await world.sandbox.live(Self.calendar)
            try await Self.move(world, id, to: 15)
            await world.read(Self.calendar)
            #expect(
                try await Self.checks(world).map { $0.effects.map(\.kind) } == [[.mirrorDiverged, .mirrorUpdated]])
            #expect(try await world.sandbox.live(Self.calendar) == before)
            #expect(await world.read(Self.calendar).kinds == [.blockRemoved])
            #expect(try await Self.checks(world).isEmpty)

            try await world.sandbox.delete(Self.calendar, id)
            await world.read(Self.calendar)
            #expect(
                try await Self.checks(world).map { $0.effects.map(\.kind) } == [[.mirrorDiverged, .mirrorRevived]])
            #expect(try await world.sandbox.live(Self.calendar) == before)
        }
    }

    @Test func aMirrorThatTheHostMovesBackIsAsBookedAgain() async throws {
        try await Self.run(.leave) { world, id async throws in
            try await Self.move(world, id, to: 15)
            await world.read(Self.calendar)
            try await Self.checks(world)
            try await Self.move(world, id, to: 9)
            #expect(await world.read(Self.calendar).kinds == [.blockRemoved])
            #expect(try await Self.checks(world).map(\.reason) == [.unchanged])
            let state = try await world.store.booking(accountId: "42", subscriptionId: "9001")
            #expect(state?.mirrors.first?.divergence == nil)
            // The same edit as the first, and news.
            try await Self.move(world, id, to: 15)
            await world.read(Self.calendar)
            #expect(try await Self.checks(world).map { $0.effects.map(\.kind) } == [[.mirrorDiverged]])
        }
    }

    @Test func aBookingThatMovesTakesItsMirrorAlong() async throws {
        try await Self.run(.leave) { world, id async throws in
            try await Self.move(world, id, to: 15)
            await world.read(Self.calendar)
            try await Self.checks(world)
            let moved = try World.booking(at: [World.date(4) + "T11:00"], revision: 2)
            let outcome = await world.bookings.handle(moved, world.context("moved"))
            #expect(outcome.kinds == [.mirrorUpdated])
            #expect(await world.read(Self.calendar).kinds == [.blockRemoved])
            #expect(try await world.sandbox.live(Self.calendar).first?.start.contains("T11:00") == true)
        }
    }

    @Test func ourOwnWritesAreNoEditsOfTheHosts() async throws {
        try await Self.run(.restore) { world, _ async throws in
            let moved = try World.booking(at: [World.date(4) + "T11:00"], revision: 2)
            _ = await world.bookings.handle(moved, world.context("moved"))
            await world.read(Self.calendar)
            #expect(try await Self.checks(world).isEmpty)
            let cancelled = try World.booking(.cancelled, at: [World.date(4) + "T11:00"], revision: 3)
            _ = await world.bookings.handle(cancelled, world.context("cancelled"))
            await world.read(Self.calendar)
            #expect(try await Self.checks(world).isEmpty)
            #expect(try await world.sandbox.live(Self.calendar).isEmpty)
        }
    }

    @Test func aMirrorMadeASeriesIsReported() async throws {
        try await Self.run(.leave) { world, id async throws in
            try await world.sandbox.edit(Self.calendar, id, ["recurrence": ["RRULE:FREQ=DAILY;COUNT=3"]])
            await world.read(Self.calendar)
            #expect(try await Self.checks(world).map { $0.effects.map(\.kind) } == [[.mirrorDiverged]])
            #expect(try await world.sandbox.blocks("310").count == 3)
        }
    }

    @Test func aReportWhoseResultWasLostIsMadeAgain() async throws {
        try await Self.run(.leave) { world, id async throws in
            try await Self.move(world, id, to: 15)
            await world.read(Self.calendar)
            let command = try #require(world.producer.records.last { $0.topic == world.topics.commands })
            let work = try world.commands().work(for: command.consumed)
            for _ in 1...2 {
                let outcome = await work.run(world.context("check"))
                #expect(outcome?.kinds == [.mirrorDiverged])
            }
            #expect(await work.run(world.context("another"))?.result?.reason == .unchanged)
        }
    }

    @Test func aMirrorAtWhoseRestorationAWorkerDiedIsPutBackByTheNext() async throws {
        try await Self.run(.restore) { world, id async throws in
            try await Self.move(world, id, to: 15)
            await world.read(Self.calendar)
            let command = try #require(world.producer.records.last { $0.topic == world.topics.commands })
            var state = try #require(try await world.store.booking(accountId: "42", subscriptionId: "9001"))
            state.mirrors = state.mirrors.map { $0.uncertain() }
            try await world.store.save(state)
            let outcome = await (try world.commands().work(for: command.consumed)).run(world.context("check"))
            #expect(outcome?.kinds == [.mirrorDiverged, .mirrorUpdated])
            #expect(try await world.sandbox.live(Self.calendar).first?.start.contains("T09:00") == true)
        }
    }

    @Test func aMirrorDeletedWhileTheSyncTokenWasInvalidIsFoundByTheFullReading() async throws {
        try await Self.run(.leave) { world, id async throws in
            let stays = try World.booking(subscription: "9002", at: [World.date(5) + "T09:00"], revision: 1)
            _ = await world.bookings.handle(stays, world.context("stays"))
            await world.read(Self.calendar)
            try await Self.checks(world)
            try await world.sandbox.delete(Self.calendar, id)
            // What was deleted before a full list is on none.
            try await world.changeFeed(Self.calendar) { $0.syncToken = nil }
            await world.read(Self.calendar)
            #expect(try await Self.checks(world).map { $0.effects.map(\.remoteId) } == [[id]])
            let state = try await world.store.booking(accountId: "42", subscriptionId: "9001")
            #expect(state?.mirrors.first?.divergence == .deleted)
        }
    }

    @Test func aMirrorMovedIntoThePastWhileTheSyncTokenWasInvalidIsPutBack() async throws {
        try await Self.run(.restore) { world, id async throws in
            let before = try await world.sandbox.live(Self.calendar)
            let past = World.hour(-3, at: 9)
            try await world.sandbox.edit(
                Self.calendar, id, ["start": past["start"] ?? "", "end": past["end"] ?? ""])
            try await world.changeFeed(Self.calendar) { $0.syncToken = nil }
            await world.read(Self.calendar)
            #expect(
                try await Self.checks(world).map { $0.effects.map(\.kind) } == [[.mirrorDiverged, .mirrorUpdated]])
            #expect(try await world.sandbox.live(Self.calendar) == before)
        }
    }

    @Test func aCalendarThatShowsNoMarkersHasNoMirrorCalledDeleted() async throws {
        try await Self.run(.restore) { world, _ async throws in
            try await world.sandbox.share(Self.calendar, with: World.hostCalendar, as: "freeBusyReader")
            await world.read(Self.calendar, trigger: .manual)
            #expect(try await Self.checks(world).isEmpty)
        }
    }

    @Test func whatWasLeftIsPutBackOnceTheOwnerWantsThat() async throws {
        try await Self.run(.leave) { world, id async throws in
            let before = try await world.sandbox.live(Self.calendar)
            let other = try World.booking(subscription: "9002", at: [World.date(5) + "T09:00"], revision: 1)
            _ = await world.bookings.handle(other, world.context("other"))
            let all = Set(try await world.sandbox.live(Self.calendar))
            let deleted = try #require(all.subtracting(before).first)
            try await Self.move(world, id, to: 15)
            try await world.sandbox.delete(Self.calendar, deleted.id)
            await world.read(Self.calendar)
            #expect(
                try await Self.checks(world).flatMap { $0.effects.map(\.kind) } == [.mirrorDiverged, .mirrorDiverged])
            try await world.change(Self.key) { $0.options.hostEdits = .restore }
            await world.read(Self.calendar, trigger: .manual)
            let kinds = try await Self.checks(world).flatMap { $0.effects.map(\.kind) }
            #expect(kinds.contains(.mirrorUpdated) && kinds.contains(.mirrorRevived))
            #expect(Set(try await world.sandbox.live(Self.calendar)) == all)
            await world.read(Self.calendar, trigger: .manual)
            #expect(try await Self.checks(world).isEmpty)
        }
    }
}
