import CalendarSync
import Foundation
import Handlers
import Testing

/// A class whose blocks cannot be written for now, and the others of its calendar.
@Suite(.timeLimit(.minutes(2))) struct FailingClassTests {
    private typealias World = HandlersWorld
    private static let calendar = World.hostCalendar
    /// It comes before the other.
    private static let failing = World.strategyCall
    private static let other = World.groupSession

    private static func writer(_ world: World) -> FailingWriter {
        FailingWriter(writer: world.kartra, key: failing)
    }

    private static func feed(_ world: World) async throws -> Feed {
        try #require(try await world.store.feed(id: world.feedId(calendar)))
    }

    private static func linkBoth(_ world: World, options: LinkOptions = LinkOptions()) async throws {
        try await world.link(failing, to: calendar, options: options)
        try await world.link(other, to: calendar)
    }

    @Test func itHoldsUpNoOtherAndIsServedLater() async throws {
        try await World.run { world in
            try await Self.linkBoth(world)
            await world.read(Self.calendar, trigger: .link)
            let token = try await Self.feed(world).syncToken
            try await world.sandbox.insert(Self.calendar, World.hour(3))

            guard case .retry = await world.read(Self.calendar, blocks: Self.writer(world)) else {
                Issue.record("not tried again")
                return
            }
            #expect(try await world.sandbox.blocks("310").isEmpty)
            #expect(try await world.sandbox.blocks("311").count == 1)
            #expect(try await Self.feed(world).syncToken == token, "what it has missed is listed once more")

            #expect(await world.read(Self.calendar).kinds == [.blockWritten])
            #expect(try await world.sandbox.blocks("310").count == 1)
            #expect(try await Self.feed(world).syncToken != token)
        }
    }

    @Test func theOthersGetAllPagesOfAFullReading() async throws {
        try await World.run { world in
            for day in 2..<32 { try await world.sandbox.insert(Self.calendar, World.hour(day)) }
            try await Self.linkBoth(world)
            try await world.changeFeed(Self.calendar) { $0.pageSize = 10 }
            #expect(await world.read(Self.calendar, trigger: .link, blocks: Self.writer(world)).result == nil)
            #expect(try await world.sandbox.blocks("311").count == 30)
            #expect(try await world.store.link(Self.other)?.blocksCompleteAt != nil)
            #expect(try await world.store.link(Self.failing)?.blocksCompleteAt == nil)
            #expect(try await Self.feed(world).syncToken == nil)

            #expect(await world.read(Self.calendar, trigger: .link).kinds?.count == 30)
            #expect(try await world.sandbox.blocks("310").count == 30)
            #expect(try await world.store.link(Self.failing)?.blocksCompleteAt != nil)
            #expect(try await Self.feed(world).syncToken != nil)
        }
    }

    @Test func whatIsNoLongerThereGoesFromTheOthers() async throws {
        try await World.run { world in
            let id = try await world.sandbox.insert(Self.calendar, World.hour(3))
            try await Self.linkBoth(world)
            await world.read(Self.calendar, trigger: .link)
            try await world.sandbox.delete(Self.calendar, id)
            #expect(await world.read(Self.calendar, trigger: .manual, blocks: Self.writer(world)).result == nil)
            #expect(try await world.sandbox.blocks("311").isEmpty)
            #expect(try await world.sandbox.blocks("310").count == 1)
            await world.read(Self.calendar, trigger: .manual)
            #expect(try await world.sandbox.blocks("310").isEmpty)
        }
    }

    @Test func aGoogleCalendarThatTakesNoBlocksIsNotACalendarThatCannotBeRead() async throws {
        try await World.run { world in
            try await Self.linkBoth(world, options: LinkOptions(blockWriter: .googleCalendar))
            await world.read(Self.calendar, trigger: .link)
            let busy = try #require(try await world.store.link(Self.failing)?.busyCalendarId)
            _ = try await world.sandbox.addFault([
                "match": ["method": "events.insert", "calendarId": busy], "status": 403, "reason": "quotaExceeded",
            ])
            try await world.sandbox.insert(Self.calendar, World.hour(3))
            let result = await world.read(Self.calendar).result
            #expect(result?.outcome == .succeeded && result?.notes == ["blocksDelayed"])
            #expect(result?.effects.map(\.kind) == [.blockWritten], "what the other class got is told")
            #expect(try await world.sandbox.blocks("311").count == 1)
            let feed = try await Self.feed(world)
            #expect(feed.unreachableSince == nil)
            #expect(Set(feed.behindClasses?.keys.map { $0 } ?? []) == ["310"])
            #expect(try #require(feed.dueAt).timeIntervalSinceNow < 601)
        }
    }

    @Test func whereTheOnlyClassFailsTheCalendarWasReadAllTheSame() async throws {
        try await World.run { world in
            try await world.link(Self.failing, to: Self.calendar, options: LinkOptions(blockWriter: .googleCalendar))
            await world.read(Self.calendar, trigger: .link)
            let busy = try #require(try await world.store.link(Self.failing)?.busyCalendarId)
            _ = try await world.sandbox.addFault([
                "match": ["method": "events.insert", "calendarId": busy], "status": 403, "reason": "quotaExceeded",
            ])
            try await world.sandbox.insert(Self.calendar, World.hour(3))
            try await world.changeFeed(Self.calendar) { $0.unreachableSince = .now.addingTimeInterval(-600) }
            #expect(await world.read(Self.calendar).result == nil)
            #expect(try await Self.feed(world).unreachableSince == nil)
        }
    }

    @Test func aClassWhoseCalendarCannotBeMadeHoldsUpNoOther() async throws {
        try await World.run { world in
            try await Self.linkBoth(world, options: LinkOptions(blockWriter: .googleCalendar))
            let fault = try await world.sandbox.addFault([
                "match": ["method": "calendars.insert"], "status": 403, "reason": "quotaExceeded",
            ])
            try await world.sandbox.insert(Self.calendar, World.hour(3))
            #expect(await world.read(Self.calendar, trigger: .link).kinds == [.blockWritten])
            #expect(try await world.sandbox.blocks("311").count == 1)
            #expect(try await Self.feed(world).behindClasses != nil)
            try await world.sandbox.removeFault(fault)
            #expect(await world.read(Self.calendar, trigger: .link).kinds == [.blockWritten])
            #expect(try await Self.feed(world).syncToken != nil)
            #expect(try await Self.feed(world).behindClasses == nil)
        }
    }

    @Test func aClassThatHasLeftAndCannotBeClearedHoldsUpNoOther() async throws {
        try await World.run { world in
            try await world.sandbox.insert(Self.calendar, World.hour(3))
            try await world.link(Self.failing, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            try await world.link(Self.failing, to: World.teamCalendar)
            try await world.link(Self.other, to: Self.calendar)
            #expect(await world.read(Self.calendar, trigger: .link, blocks: Self.writer(world)).result == nil)
            #expect(try await world.sandbox.blocks("311").count == 1)
            #expect(try await world.sandbox.blocks("310").count == 1)
            #expect(await world.read(Self.calendar, trigger: .link).kinds == [.blockRemoved])
        }
    }

    @Test func anAuditPutsTheOthersRight() async throws {
        try await World.run { world in
            try await world.sandbox.insert(Self.calendar, World.hour(3))
            try await Self.linkBoth(world)
            await world.read(Self.calendar, trigger: .link)
            let lost = try #require(try await world.sandbox.blocks("77", "311").keys.first)
            try await world.sandbox.loseBlock(lost, of: "311")
            let ping = GooglePing(feedId: world.feedId(Self.calendar), trigger: .audit, repair: true)
            let outcome = await world.feeds(blocks: Self.writer(world)).handle(ping, world.context("audit"))
            #expect(outcome.result == nil)
            #expect(try await world.sandbox.blocks("311").count == 1)
            #expect(try await Self.feed(world).lastAudit == nil, "it is made again")
        }
    }
}
