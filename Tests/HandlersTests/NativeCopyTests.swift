import CalendarSync
import Foundation
import Handlers
import Testing

@Suite(.timeLimit(.minutes(2))) struct NativeCopyTests {
    private typealias World = HandlersWorld
    private static let calendar = World.hostCalendar
    private static let key = World.strategyCall

    /// A booked session, and an event of the same time such as Kartra's own Google sync writes.
    private static func run(
        _ copies: LinkOptions.Blocking, _ test: @escaping @Sendable (World) async throws -> Void
    ) async throws {
        try await World.run { world async throws in
            try await world.link(key, to: calendar)
            try await world.change(key) { $0.options.nativeCopies = copies }
            _ = await world.bookings.handle(
                try World.booking(at: [World.date(4) + "T09:00"], revision: 1), world.context("booked"))
            try await world.sandbox.insert(calendar, World.hour(4, at: 9))
            try await world.sandbox.insert(calendar, World.hour(4, at: 15))
            await world.read(calendar, trigger: .link)
            try await test(world)
        }
    }

    @Test func byDefaultACopyBlocks() async throws {
        try await Self.run(.block) { world async throws in
            #expect(try await world.sandbox.blocks("310").count == 2)
        }
    }

    @Test func aCopyPassesWhereTheOwnerSaysSo() async throws {
        try await Self.run(.ignore) { world async throws in
            #expect(try await world.sandbox.blocks("310").count == 1)
            #expect(await world.read(Self.calendar).result?.reason == .unchanged)
        }
    }

    @Test func aBookingThatGoesWhileAReadingIsBrokenOffIsMissed() async throws {
        try await Self.run(.ignore) { world async throws in
            for day in 5..<25 { try await world.sandbox.insert(Self.calendar, World.hour(day)) }
            try await world.changeFeed(Self.calendar) { feed in
                feed.pageSize = 10
                feed.syncToken = nil
            }
            await world.read(Self.calendar, blocks: BreaksAfterWriting(writer: world.kartra, writes: 2))
            #expect(try await world.store.feed(id: world.feedId(Self.calendar))?.fullReading?.pages == 1)
            _ = await world.bookings.handle(
                try World.booking(.cancelled, at: [World.date(4) + "T09:00"], revision: 2),
                world.context("cancelled"))
            await world.read(Self.calendar, trigger: .poll)
            #expect(try await world.sandbox.blocks("310").count == 22)
        }
    }

    @Test func anEventOfTheSameTimeBlocksAgainWhenTheBookingIsCancelled() async throws {
        try await Self.run(.ignore) { world async throws in
            _ = await world.bookings.handle(
                try World.booking(.cancelled, at: [World.date(4) + "T09:00"], revision: 2),
                world.context("cancelled"))
            let due = try await world.store.feeds(dueBy: .now, limit: 9)
            #expect(due.map(\.id) == [world.feedId(Self.calendar)], "it is looked at again at once")
            await world.read(Self.calendar, trigger: .poll)
            #expect(try await world.sandbox.blocks("310").count == 2)
        }
    }
}
