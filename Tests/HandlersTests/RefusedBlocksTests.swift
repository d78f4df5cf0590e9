import CalendarSync
import Foundation
import Handlers
import Records
import Testing
import TestSupport

/// What Kartra refuses for good, such as blocks of a class that was deleted there.
@Suite(.timeLimit(.minutes(2))) struct RefusedBlocksTests {
    private typealias World = HandlersWorld
    private static let calendar = World.hostCalendar
    private static let key = World.strategyCall
    /// Kartra has no such class. It comes before the others of its calendar.
    private static let deleted = ClassKey(accountId: "42", classId: "1")

    private static func refuse(_ method: String, _ world: World) async throws -> Int {
        try await world.sandbox.addFault(["match": ["method": "kartra.busyBlocks.\(method)"], "status": 422])
    }

    private static func feed(_ world: World) async throws -> Feed {
        try #require(try await world.store.feed(id: world.feedId(calendar)))
    }

    @Test func aClassThatKartraNoLongerHasHoldsUpNoOther() async throws {
        try await World.run { world in
            try await world.link(Self.deleted, to: Self.calendar)
            try await world.link(Self.key, to: Self.calendar)
            try await world.sandbox.insert(Self.calendar, World.hour(3))
            let first = await world.read(Self.calendar, trigger: .link).result
            #expect(first?.outcome == .succeeded && first?.notes == ["blocksRefused"])
            #expect(first?.effects.map(\.kind) == [.blockWritten])
            let token = try #require(try await Self.feed(world).syncToken)

            try await world.sandbox.insert(Self.calendar, World.hour(4))
            let second = await world.read(Self.calendar).result
            #expect(second?.outcome == .succeeded && second?.notes == ["blocksRefused"])
            #expect(try await world.sandbox.blocks("310").count == 2)
            #expect(try await Self.feed(world).syncToken != token)

            let open = try await world.store.blocks(of: Self.deleted, feedId: world.feedId(Self.calendar))
            #expect(open.map(\.state) == [.writing, .writing], "they are still to be written")
            #expect(world.producer.records.filter { $0.topic == world.topics.busyBlocks }.count == 2)
            #expect(await world.read(Self.calendar, trigger: .poll).result?.reason == .unchanged)
        }
    }

    /// The token is good for other calendars: its owner's, not the installation's matter.
    @Test func aCalendarThatTheTokenMayNotWriteHoldsUpNoOther() async throws {
        try await World.run { world in
            let other = ClassKey(accountId: "42", classId: "1")
            try await world.link(other, to: Self.calendar, calendarId: "76")
            try await world.link(Self.key, to: Self.calendar)
            let fault = try await world.sandbox.addFault([
                "match": ["method": "kartra.busyBlocks.*", "calendarId": "76"], "status": 403,
            ])
            try await world.sandbox.insert(Self.calendar, World.hour(3))
            let read = await world.read(Self.calendar, trigger: .link).result
            #expect(read?.outcome == .succeeded && read?.notes == ["blocksRefused"])
            #expect(try await world.sandbox.blocks("310").count == 1)
            try await world.sandbox.removeFault(fault)
        }
    }

    @Test func whatIsRefusedIsTriedAgainSomeHoursLater() async throws {
        try await World.run { world in
            try await world.link(Self.key, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            let id = try await world.sandbox.insert(Self.calendar, World.hour(3))
            await world.read(Self.calendar)
            try await world.sandbox.delete(Self.calendar, id)
            try await world.sandbox.insert(Self.calendar, World.hour(4))
            let faults = [try await Self.refuse("put", world), try await Self.refuse("delete", world)]
            #expect(await world.read(Self.calendar).result?.notes == ["blocksRefused"])
            #expect(try await Self.feed(world).blocksRefusedAt != nil)
            for fault in faults { try await world.sandbox.removeFault(fault) }
            #expect(await world.read(Self.calendar, trigger: .poll).result?.reason == .unchanged)

            let later = Date(timeIntervalSinceNow: 7 * 3_600)
            let outcome = await world.feeds(now: { later }).handle(
                GooglePing(feedId: world.feedId(Self.calendar), trigger: .poll), world.context("later"))
            #expect(Set(outcome.kinds ?? []) == [.blockWritten, .blockRemoved])
            #expect(try await world.sandbox.blocks("310").map { $0.startsAt.prefix(10) } == [World.date(4).prefix(10)])
            #expect(try await Self.feed(world).blocksRefusedAt == nil)
        }
    }

    @Test func anAuditTriesAgainWhatWasRefused() async throws {
        try await World.run { world in
            try await world.link(Self.key, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            try await world.sandbox.insert(Self.calendar, World.hour(3))
            let fault = try await Self.refuse("put", world)
            #expect(await world.read(Self.calendar).kinds == [])
            try await world.sandbox.removeFault(fault)
            let found = try #require(await world.audit(Self.calendar, repair: true)?.audit?.first)
            #expect(found.missing == 1 && found.repaired == 1)
            #expect(try await world.sandbox.blocks("310").count == 1)
        }
    }

    @Test func anAuditComparesTheOtherClassesOfTheCalendar() async throws {
        try await World.run { world in
            try await world.link(Self.deleted, to: Self.calendar)
            try await world.link(Self.key, to: Self.calendar)
            try await world.sandbox.insert(Self.calendar, World.hour(3))
            await world.read(Self.calendar, trigger: .link)
            let lost = try #require(try await world.sandbox.blocks("77", "310").keys.first)
            try await world.sandbox.loseBlock(lost, of: "310")
            let result = await world.audit(Self.calendar, repair: true)
            #expect(result?.outcome == .succeeded && result?.notes == ["blocksRefused"])
            #expect(result?.audit?.map(\.classId) == ["310"])
            #expect(try await world.sandbox.blocks("310").count == 1)
        }
    }

    @Test func aClassThatKartraNoLongerHasIsUnlinkedHoweverManyBlocksItHad() async throws {
        try await World.run { world in
            for day in 3...7 { try await world.sandbox.insert(Self.calendar, World.hour(day)) }
            try await world.link(Self.deleted, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            try await world.beginUnlinking(Self.deleted)
            #expect(try await world.unlink(Self.deleted).result?.outcome == .succeeded)
            #expect(try await world.certificate(Self.deleted) != nil)
            #expect(try await world.store.blocks(of: Self.deleted, feedId: world.feedId(Self.calendar)).isEmpty)
        }
    }

    @Test func blocksThatMayNotBeTakenOutAreNotCertified() async throws {
        try await World.run { world in
            try await world.sandbox.insert(Self.calendar, World.hour(3))
            try await world.link(Self.key, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            let fault = try await Self.refuse("delete", world)
            try await world.beginUnlinking(Self.key)
            guard case .rejected(let rejection) = try await world.unlink(Self.key) else {
                Issue.record("not rejected")
                return
            }
            #expect(rejection.reason == .refused && rejection.detail == "blocks: 422 injected")
            #expect(try await world.certificate(Self.key) == nil)
            try await world.sandbox.removeFault(fault)
            #expect(try await world.unlink(Self.key).kinds == [.blockRemoved])
            #expect(try await world.certificate(Self.key)?.removedBlocks == 1)
        }
    }
}
