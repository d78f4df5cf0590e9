import CalendarSync
import Foundation
import Handlers
import Testing

@Suite(.timeLimit(.minutes(2))) struct AuditTests {
    private typealias World = HandlersWorld
    private static let calendar = World.hostCalendar
    private static let key = World.strategyCall

    /// A class with a mirror of its own in the calendar, two blocks of single events and three of a series.
    private static func run(_ test: @escaping @Sendable (World) async throws -> Void) async throws {
        try await World.run { world async throws in
            try await world.sandbox.insert(calendar, World.hour(3))
            try await world.sandbox.insert(calendar, World.allDay(5))
            var series = World.hour(6)
            series["recurrence"] = ["RRULE:FREQ=WEEKLY;COUNT=3"]
            try await world.sandbox.insert(calendar, series)
            try await world.link(key, to: calendar)
            _ = await world.bookings.handle(
                try World.booking(at: [World.date(4) + "T09:00"]), world.context("booked"))
            await world.read(calendar, trigger: .link)
            #expect(try await world.sandbox.blocks("310").count == 5)
            try await test(world)
        }
    }

    private static func found(_ result: SyncResult?) throws -> FeedAudit.Link {
        try #require(result?.audit?.first)
    }

    @Test func whereAllIsRightNoEventIsRead() async throws {
        try await Self.run { world async throws in
            try await world.sandbox.resetCalls()
            let result = await world.audit(Self.calendar, repair: true)
            let found = try Self.found(result)
            #expect(found.compared == 5 && found.missing == 0 && found.extra == 0 && found.repaired == 0)
            #expect(found.unexplainedSeconds == 0)
            #expect(result?.outcome == .succeeded && result?.effects.isEmpty == true)
            let calls = try await world.sandbox.calls()
            #expect(calls["events.list"] == 1 && calls["freebusy.query"] == 8 && calls["events.instances"] == nil)
            #expect(try await world.store.feed(id: world.feedId(Self.calendar))?.lastAudit?.links == [found])
        }
    }

    @Test func whatKartraHasLostIsFoundAndPutBack() async throws {
        try await Self.run { world async throws in
            let lost = try #require(try await world.sandbox.blocks("77", "310").keys.sorted().first)
            try await world.sandbox.loseBlock(lost, of: "310")
            let seen = try Self.found(await world.audit(Self.calendar, repair: false))
            #expect(seen.missing == 1 && seen.extra == 0 && seen.repaired == 0)
            #expect(try await world.sandbox.blocks("310").count == 4)
            let mended = try Self.found(await world.audit(Self.calendar, repair: true))
            #expect(mended.missing == 1 && mended.repaired == 1)
            #expect(try await world.sandbox.blocks("310").count == 5)
            #expect(try Self.found(await world.audit(Self.calendar, repair: true)).missing == 0)
        }
    }

    @Test func whatNobodyKnowsOfIsFoundAndTakenOut() async throws {
        try await Self.run { world async throws in
            try await world.sandbox.plantBlock("0123456789abcdefghijklmnopqrstuv", of: "310", on: World.date(8))
            let found = try Self.found(await world.audit(Self.calendar, repair: true))
            #expect(found.missing == 0 && found.extra == 1 && found.repaired == 1)
            #expect(try await world.sandbox.blocks("310").count == 5)
        }
    }

    @Test func whatWasNotWrittenAlthoughItWasSaidToBeIsFound() async throws {
        try await Self.run { world async throws in
            let id = try await world.sandbox.insert(Self.calendar, World.hour(9))
            try await world.sandbox.insert(Self.calendar, World.hour(10))
            await world.read(Self.calendar)
            try await world.sandbox.delete(Self.calendar, id)
            try await world.sandbox.insert(Self.calendar, World.hour(11))
            await world.read(Self.calendar, blocks: BlindWriter())
            let found = try Self.found(await world.audit(Self.calendar, repair: true))
            #expect(found.missing == 1 && found.extra == 1 && found.repaired == 2)
            #expect(found.unexplainedSeconds == 0)
            #expect(try await world.sandbox.blocks("310").count == 7)
        }
    }

    @Test func whatTheOwnerLetsPassIsNotMissing() async throws {
        try await Self.run { world async throws in
            try await world.change(Self.key) { link in
                link.options.allDay = .ignore
                link.blocksCompleteAt = nil
            }
            await world.read(Self.calendar, trigger: .link)
            let found = try Self.found(await world.audit(Self.calendar, repair: true))
            #expect(found.compared == 4 && found.missing == 0 && found.extra == 0 && found.unexplainedSeconds == 0)
        }
    }

    @Test func anEventAcrossTheEndOfWhatIsComparedIsExplained() async throws {
        try await World.run { world async throws in
            var event = World.hour(3)
            event["end"] = ["dateTime": "9999-12-30T00:00:00Z", "timeZone": "UTC"]
            try await world.sandbox.insert(Self.calendar, event)
            try await world.link(Self.key, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            try await world.change(Self.key) { link in
                link.options.tentative = .ignore
                link.blocksCompleteAt = nil
            }
            await world.read(Self.calendar, trigger: .link)
            // So that all events are looked at, at the most inconvenient fraction of a second.
            let time = Date(timeIntervalSince1970: Date.now.timeIntervalSince1970.rounded(.up) + 0.7)
            let outcome = await world.feeds(now: { time }).handle(
                GooglePing(feedId: world.feedId(Self.calendar), trigger: .audit), world.context("audit"))
            #expect(try Self.found(outcome.result).unexplainedSeconds == 0)
        }
    }

    @Test func anAuditDoesNotRemoveInMassWithoutAQuestion() async throws {
        try await World.run { world async throws in
            var ids: [String] = []
            for day in 2..<16 { ids.append(try await world.sandbox.insert(Self.calendar, World.hour(day))) }
            try await world.link(Self.key, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            for id in ids { try await world.sandbox.delete(Self.calendar, id) }
            let result = await world.audit(Self.calendar, repair: true)
            #expect(result?.reason == .brake)
            #expect(try Self.found(result).extra == 14)
            #expect(try await world.sandbox.blocks("310").count == 14)
        }
    }

    @Test func theNextAuditIsPlannedAndDue() async throws {
        try await Self.run { world async throws in
            let feeds = world.feeds(auditInterval: 86_400)
            let ping = GooglePing(feedId: world.feedId(Self.calendar), trigger: .poll)
            _ = await feeds.handle(ping, world.context("poll"))
            let due = try #require(try await world.store.feed(id: world.feedId(Self.calendar))?.auditDueAt)
            #expect(due > .now && due <= .now.addingTimeInterval(86_400))
            #expect(try await world.store.feeds(auditDueBy: due, limit: 9).count == 1)
            #expect(try await world.store.feeds(auditDueBy: due.addingTimeInterval(-1), limit: 9).isEmpty)
        }
    }
}
