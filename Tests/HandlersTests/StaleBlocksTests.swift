import CalendarSync
import Foundation
import Handlers
import Testing

@Suite(.timeLimit(.minutes(2))) struct StaleBlocksTests {
    private typealias World = HandlersWorld
    private static let calendar = World.hostCalendar
    private static let key = World.strategyCall

    /// A class with one block, whose owner has given the blocks so many hours and whose grant is withdrawn.
    private static func run(
        hours: Int?, _ test: @escaping @Sendable (World) async throws -> Void
    ) async throws {
        try await World.run { world async throws in
            try await world.sandbox.insert(calendar, World.hour(3))
            try await world.link(key, to: calendar)
            try await world.change(key) { $0.options.stale.releaseAfterHours = hours }
            await world.read(calendar, trigger: .link)
            try await world.sandbox.control("google/users/\(calendar)/revoke", [:])
            _ = await world.read(calendar)
            #expect(try await world.store.feed(id: world.feedId(calendar))?.unreachableSince != nil)
            try await test(world)
        }
    }

    private static func release(_ world: World, after hours: Double) async throws -> SyncResult? {
        let later = Date.now.addingTimeInterval(hours * 3_600)
        let command = SyncCommand(
            .releaseBlocks, accountId: key.accountId, classId: key.classId, requestedAt: later)
        let record = try command.record(id: UUID().uuidString, at: later, topics: world.topics)
        let route = world.commands(feeds: world.feeds(now: { later }))
        return await (try route.work(for: record.consumed)).run(world.context(UUID().uuidString))?.result
    }

    @Test func theBlocksStandAsLongAsTheirOwnerSays() async throws {
        try await Self.run(hours: 6) { world async throws in
            #expect(try await world.store.staleLinks(at: .now.addingTimeInterval(5 * 3_600), limit: 9).isEmpty)
            #expect(try await Self.release(world, after: 5)?.reason == .unchanged)
            #expect(try await world.sandbox.blocks("310").count == 1)

            let later = Date.now.addingTimeInterval(7 * 3_600)
            #expect(try await world.store.staleLinks(at: later, limit: 9).map(\.classKey) == [Self.key])
            #expect(try await Self.release(world, after: 7)?.effects.map(\.kind) == [.blockRemoved])
            #expect(try await world.sandbox.blocks("310").isEmpty)
            #expect(try await world.store.link(Self.key)?.blocksReleasedAt != nil)
            #expect(try await world.store.staleLinks(at: later, limit: 9).isEmpty)
        }
    }

    @Test func whenGoogleCanBeReadAgainTheyComeBack() async throws {
        try await Self.run(hours: 1) { world async throws in
            _ = try await Self.release(world, after: 2)
            try await world.connect()
            #expect(await world.read(Self.calendar).kinds == [.blockWritten])
            let link = try await world.store.link(Self.key)
            #expect(link?.blocksReleasedAt == nil && link?.blocksCompleteAt != nil)
            #expect(try await world.store.feed(id: world.feedId(Self.calendar))?.unreachableSince == nil)
        }
    }

    @Test func whatWasReadMeanwhileIsNotReleased() async throws {
        try await Self.run(hours: 1) { world async throws in
            try await world.connect()
            await world.read(Self.calendar)
            #expect(try await Self.release(world, after: 2)?.reason == .unchanged)
            #expect(try await world.sandbox.blocks("310").count == 1)
        }
    }

    @Test func byDefaultTheyStayForEver() async throws {
        try await Self.run(hours: nil) { world async throws in
            #expect(try await world.store.staleLinks(at: .distantFuture, limit: 9).isEmpty)
            #expect(try await Self.release(world, after: 10_000)?.reason == .unchanged)
            #expect(try await world.sandbox.blocks("310").count == 1)
        }
    }
}
