import CalendarSync
import Foundation
import Handlers
import Testing

@Suite(.timeLimit(.minutes(2))) struct BrakeTests {
    private typealias World = HandlersWorld
    private static let calendar = World.hostCalendar
    private static let key = World.strategyCall

    /// A class that is blocked by fourteen events; ten may go without a question.
    private static func run(_ test: @escaping @Sendable (World, [String]) async throws -> Void) async throws {
        try await World.run { world async throws in
            var ids: [String] = []
            for day in 2..<16 { ids.append(try await world.sandbox.insert(calendar, World.hour(day))) }
            try await world.link(key, to: calendar)
            #expect(await world.read(calendar, trigger: .link).kinds?.count == 14)
            try await test(world, ids)
        }
    }

    private static func empty(_ world: World, _ ids: [String]) async throws {
        for id in ids { try await world.sandbox.delete(calendar, id) }
    }

    @Test func aMassRemovalWaitsAndEverythingElseGoesOn() async throws {
        try await Self.run { world, ids async throws in
            try await Self.empty(world, ids)
            try await world.sandbox.insert(Self.calendar, World.hour(20))
            let outcome = await world.read(Self.calendar)
            #expect(outcome.kinds == [.blockWritten])
            #expect(outcome.result?.reason == .brake)
            #expect(try await world.sandbox.blocks("310").count == 15)
            let brake = try #require(try await world.store.link(Self.key)?.brake)
            #expect(brake.sources == 14 && brake.ofSources == 14 && brake.answer == nil)
            // Not forgotten by later readings, full ones neither.
            #expect(await world.read(Self.calendar).result?.reason == .unchanged)
            #expect(await world.read(Self.calendar, trigger: .manual).result?.reason == .brake)
            #expect(try await world.sandbox.blocks("310").count == 15)
        }
    }

    @Test func theBrakeHoldsADifferenceOfFullListsToo() async throws {
        try await Self.run { world, ids async throws in
            try await Self.empty(world, ids)
            try await world.sandbox.control("google/tokens/invalidate", [:])
            #expect(await world.read(Self.calendar).result?.reason == .brake)
            #expect(try await world.sandbox.blocks("310").count == 14)
        }
    }

    @Test func anApprovedRemovalIsCarriedOut() async throws {
        try await Self.run { world, ids async throws in
            try await Self.empty(world, ids)
            await world.read(Self.calendar)
            try await world.change(Self.key) { $0.brake?.answer = .approved }
            let outcome = await world.read(Self.calendar, trigger: .manual)
            #expect(outcome.kinds == Array(repeating: .blockRemoved, count: 14))
            #expect(try await world.sandbox.blocks("310").isEmpty)
            #expect(try await world.store.link(Self.key)?.brake == nil)
        }
    }

    @Test func aRejectedRemovalKeepsTheBlocksUntilTheirEventsComeBackAndGoAgain() async throws {
        try await Self.run { world, ids async throws in
            try await Self.empty(world, ids)
            await world.read(Self.calendar)
            try await world.change(Self.key) { $0.brake?.answer = .rejected }
            #expect(await world.read(Self.calendar, trigger: .manual).result?.reason == .unchanged)
            #expect(try await world.store.link(Self.key)?.brake == nil)
            for trigger in [GooglePing.Trigger.push, .manual] {
                await world.read(Self.calendar, trigger: trigger)
                #expect(try await world.sandbox.blocks("310").count == 14)
            }
            try await world.sandbox.edit(Self.calendar, ids[0], ["status": "confirmed"])
            await world.read(Self.calendar)
            try await world.sandbox.delete(Self.calendar, ids[0])
            #expect(await world.read(Self.calendar).kinds == [.blockRemoved])
            #expect(try await world.sandbox.blocks("310").count == 13)
        }
    }

    /// Fourteen blocks that the owner keeps.
    private static func keepAll(_ world: World, _ ids: [String]) async throws {
        try await empty(world, ids)
        await world.read(calendar)
        try await world.change(key) { $0.brake?.answer = .rejected }
        await world.read(calendar, trigger: .manual)
    }

    @Test func aKeptBlockThatKartraLosesIsPutBackByAnAudit() async throws {
        try await Self.run { world, ids async throws in
            try await Self.keepAll(world, ids)
            let lost = try #require(try await world.sandbox.blocks("77", "310").keys.sorted().first)
            try await world.sandbox.loseBlock(lost, of: "310")
            let audit = try #require(await world.audit(Self.calendar, repair: true)?.audit?.first)
            #expect(audit.missing == 1 && audit.extra == 0 && audit.repaired == 1)
            #expect(try await world.sandbox.blocks("310").count == 14)
            await world.read(Self.calendar, trigger: .manual)
            #expect(try await world.sandbox.blocks("310").count == 14)
        }
    }

    @Test func keptBlocksGoAlongWhenTheBlocksAreWrittenElsewhere() async throws {
        try await Self.run { world, ids async throws in
            try await Self.keepAll(world, ids)
            try await world.change(Self.key) { link in
                link.options.blockWriter = .googleCalendar
                link.blocksCompleteAt = nil
            }
            for trigger in [GooglePing.Trigger.link, .manual] {
                await world.read(Self.calendar, trigger: trigger)
                #expect(try await world.sandbox.blocks("310").isEmpty)
                let calendar = try #require(try await world.store.link(Self.key)?.busyCalendarId)
                #expect(try await world.sandbox.live(calendar).count == 14)
            }
        }
    }

    @Test func theBrakeLetsGoByItselfWhenTheEventsAreBack() async throws {
        try await Self.run { world, ids async throws in
            try await Self.empty(world, ids)
            await world.read(Self.calendar)
            for id in ids.dropFirst() {
                try await world.sandbox.edit(Self.calendar, id, ["status": "confirmed"])
            }
            await world.read(Self.calendar)
            #expect(await world.read(Self.calendar, trigger: .manual).kinds == [.blockRemoved])
            #expect(try await world.store.link(Self.key)?.brake == nil)
            #expect(try await world.sandbox.blocks("310").count == 13)
        }
    }

    @Test func whatTheOwnerChoosesIsNoMassRemoval() async throws {
        try await World.run { world async throws in
            for day in 2..<16 { try await world.sandbox.insert(Self.calendar, World.allDay(day)) }
            try await world.link(Self.key, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            try await world.change(Self.key) { link in
                link.options.allDay = .ignore
                link.blocksCompleteAt = nil
            }
            #expect(await world.read(Self.calendar, trigger: .link).kinds?.count == 14)
            #expect(try await world.sandbox.blocks("310").isEmpty)
        }
    }

    @Test func aSeriesCountsAsOne() async throws {
        try await World.run { world async throws in
            var series = World.hour(2)
            series["recurrence"] = ["RRULE:FREQ=DAILY;COUNT=40"]
            let id = try await world.sandbox.insert(Self.calendar, series)
            try await world.link(Self.key, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            try await world.sandbox.delete(Self.calendar, id)
            #expect(await world.read(Self.calendar).kinds?.count == 40)
        }
    }
}
