import CalendarSync
import Foundation
import Testing

@testable import Handlers

@Suite(.timeLimit(.minutes(2))) struct PauseTests {
    private typealias World = HandlersWorld
    private static let calendar = World.hostCalendar
    private static let key = World.strategyCall
    private static let other = World.groupSession

    /// Two classes on one calendar with an event; the first has a mirror of its own, and is paused.
    private static func run(_ test: @escaping @Sendable (World) async throws -> Void) async throws {
        try await World.run { world async throws in
            try await world.sandbox.insert(calendar, World.hour(3))
            try await world.link(key, to: calendar)
            try await world.link(other, to: calendar)
            _ = await world.bookings.handle(
                try World.booking(at: [World.date(4) + "T09:00"], revision: 1), world.context("booked"))
            await world.read(calendar, trigger: .link)
            #expect(try await world.sandbox.blocks("310").count == 1)
            #expect(try await world.sandbox.blocks("311").count == 2)
            try await world.change(key) { $0.pause(at: world.now()) }
            try await world.sandbox.resetCalls()
            try await test(world)
        }
    }

    /// As the console does it, and what the workers make of it.
    private static func resume(_ world: World) async throws -> (bookings: SyncResult?, feed: SyncResult?) {
        try await world.change(key) { $0.resume() }
        let bookings = try await world.mirrorAll(key).result
        return (bookings, await world.read(calendar, trigger: .manual).result)
    }

    private static func mirrors(_ world: World) async throws -> [String] {
        try await world.sandbox.live(calendar).map(\.start).sorted()
    }

    @Test func bookingsMadeWhilePausedArriveOnceWhenItIsResumed() async throws {
        try await Self.run { world in
            let before = try await Self.mirrors(world)
            let new = try World.booking(subscription: "9002", at: [World.date(5) + "T11:00"])
            let moved = try World.booking(at: [World.date(4) + "T16:00"], revision: 2)
            for (id, booking) in [("new", new), ("new", new), ("moved", moved)] {
                let result = await world.bookings.handle(booking, world.context(id)).result
                #expect(result?.outcome == .skipped && result?.reason == .paused)
            }
            let calls = try await world.sandbox.calls()
            #expect(calls["events.insert"] == nil && calls["events.update"] == nil)
            #expect(try await Self.mirrors(world) == before)
            #expect(try await world.mirrorAll(Self.key).result?.reason == .paused)

            let caughtUp = try await Self.resume(world).bookings
            #expect(Set(caughtUp?.effects.map(\.kind) ?? []) == [.mirrorInserted, .mirrorUpdated])
            #expect(caughtUp?.effects.count == 2)
            let after = try await Self.mirrors(world)
            #expect(after.count == 3)
            #expect(after.contains { $0.contains("T11:00") } && after.contains { $0.contains("T16:00") })
            // Delivered again, or compared again, they change nothing.
            _ = await world.bookings.handle(moved, world.context("moved"))
            #expect(try await world.mirrorAll(Self.key).result?.reason == .unchanged)
            #expect(try await Self.mirrors(world) == after)
        }
    }

    @Test func aBookingThatIsCancelledWhilePausedGoesWhenItIsResumed() async throws {
        try await Self.run { world in
            _ = await world.bookings.handle(try World.booking(.cancelled, revision: 2), world.context("cancelled"))
            #expect(try await Self.mirrors(world).count == 2)
            #expect(try await Self.resume(world).bookings?.effects.map(\.kind) == [.mirrorDeleted])
            #expect(try await Self.mirrors(world).count == 1)
        }
    }

    @Test func aBookingThatComesWhileItIsResumedIsMirroredOnce() async throws {
        try await Self.run { world in
            for round in 0..<8 {
                try await world.change(Self.key) { $0.pause(at: world.now()) }
                let booking = try World.booking(subscription: "late\(round)", at: [World.date(6) + "T1\(round):00"])
                async let handled = world.bookings.handle(booking, world.context("late\(round)"))
                try await world.change(Self.key) { $0.resume() }
                _ = try await world.mirrorAll(Self.key)
                _ = await handled
                #expect(try await Self.mirrors(world).count == 3 + round)
            }
        }
    }

    @Test func blocksOfThePausedClassAreNeitherWrittenNorRemoved() async throws {
        try await Self.run { world in
            let gone = try #require(try await world.sandbox.live(Self.calendar).first { $0.start.contains("T14:00") })
            try await world.sandbox.delete(Self.calendar, gone.id)
            try await world.sandbox.insert(Self.calendar, World.hour(7))
            let standing = try await world.sandbox.blocks("310")
            // The other class goes on, and so does the reading.
            #expect(Set(await world.read(Self.calendar).kinds ?? []) == [.blockWritten, .blockRemoved])
            #expect(try await world.sandbox.blocks("311").count == 2)
            #expect(try await world.sandbox.blocks("310") == standing)
            _ = await world.read(Self.calendar, trigger: .manual)
            _ = await world.audit(Self.calendar, repair: true)
            #expect(try await world.sandbox.blocks("310") == standing)
            #expect(try await world.store.link(Self.key)?.blocksCompleteAt != nil)

            let caughtUp = try await Self.resume(world).feed
            #expect(
                caughtUp?.effects.map(\.kind).sorted { $0.rawValue < $1.rawValue } == [.blockRemoved, .blockWritten])
            #expect(try await world.sandbox.blocks("310").map { $0.startsAt.prefix(10) } == [World.date(7).prefix(10)])
            #expect(await world.read(Self.calendar, trigger: .manual).result?.reason == .unchanged)
        }
    }

    @Test func whereTheBrokerHasNotToldTheWorkersTheNextPollCatchesUp() async throws {
        try await Self.run { world in
            try await world.sandbox.insert(Self.calendar, World.hour(7))
            await world.read(Self.calendar)
            #expect(try await world.sandbox.blocks("310").count == 1)
            try await world.change(Self.key) { $0.resume() }
            #expect(await world.read(Self.calendar, trigger: .poll).kinds == [.blockWritten])
            #expect(try await world.sandbox.blocks("310").count == 2)
        }
    }

    @Test func aCalendarOfPausedClassesOnlyIsStillRead() async throws {
        try await Self.run { world in
            try await world.change(Self.other) { $0.pause(at: world.now()) }
            try await world.sandbox.insert(Self.calendar, World.hour(7))
            let result = await world.read(Self.calendar).result
            #expect(result?.outcome == .skipped && result?.reason == .paused)
            #expect(try await world.sandbox.calls()["events.list"] == 1)
            #expect(try await world.store.feed(id: world.feedId(Self.calendar))?.dueAt != nil)
        }
    }

    @Test func auditsSkipPausedClasses() async throws {
        try await Self.run { world in
            let lost = try #require(try await world.sandbox.blocks("77", "310").keys.sorted().first)
            try await world.sandbox.loseBlock(lost, of: "310")
            #expect(await world.audit(Self.calendar, repair: true)?.audit?.map(\.classId) == ["311"])
            #expect(try await world.sandbox.blocks("310").isEmpty)
            try await world.change(Self.other) { $0.pause(at: world.now()) }
            let result = await world.audit(Self.calendar, repair: true)
            #expect(result?.reason == .paused && result?.audit == nil)
            #expect(try await world.sandbox.calls()["freebusy.query"] == 8, "only the first audit has asked")
        }
    }

    @Test func blocksOfAPausedClassAreNotReleasedWhenTheyGrowOld() async throws {
        try await Self.run { world in
            try await world.change(Self.key) { $0.options.stale.releaseAfterHours = 1 }
            try await world.changeFeed(Self.calendar) { $0.unreachableSince = Date.now.addingTimeInterval(-7_200) }
            #expect(try await world.store.staleLinks(at: .now, limit: 9).isEmpty)
            let released = await world.feeds().releaseBlocks(of: Self.key, world.context("release")).result
            #expect(released?.outcome == .skipped && released?.reason == .paused)
            #expect(try await world.sandbox.blocks("310").count == 1)
        }
    }

    @Test(arguments: [LinkOptions.HostEdits.leave, .restore])
    func whatTheHostMovesMeanwhileIsReportedAndPutBackOnlyAfterwards(edits: LinkOptions.HostEdits) async throws {
        try await Self.run { world in
            try await world.change(Self.key) { $0.options.hostEdits = edits }
            let mirror = try #require(try await world.sandbox.live(Self.calendar).first { $0.start.contains("T09:00") })
            let moved = World.hour(4, at: 15)
            try await world.sandbox.edit(
                Self.calendar, mirror.id, ["start": moved["start"] ?? "", "end": moved["end"] ?? ""])
            let checked = await world.bookings.check(
                accountId: "42", subscriptionId: "9001", eventId: mirror.id, world.context("check")
            ).result
            #expect(checked?.effects.map(\.kind) == [.mirrorDiverged])
            #expect(try await Self.mirrors(world).contains { $0.contains("T15:00") })
            _ = try await Self.resume(world)
            let restored = try await Self.mirrors(world).contains { $0.contains("T09:00") }
            #expect(restored == (edits == .restore))
        }
    }

    @Test func aPausedClassCanBeUnlinked() async throws {
        try await Self.run { world in
            try await world.beginUnlinking(Self.key)
            _ = try await world.unlink(Self.key)
            let certificate = try #require(try await world.certificate(Self.key))
            #expect(certificate.removedMirrors == 1 && certificate.removedBlocks == 1)
            #expect(try await world.sandbox.blocks("310").isEmpty)
            #expect(try await Self.mirrors(world).count == 1)
        }
    }
}
