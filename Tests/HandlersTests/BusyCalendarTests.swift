import CalendarSync
import Foundation
import GoogleCalendar
import Testing

@testable import Handlers

/// The Google calendar that is made for the blocks of a link.
@Suite(.timeLimit(.minutes(2))) struct BusyCalendarTests {
    private typealias World = HandlersWorld

    private static func run(_ test: @escaping @Sendable (HandlersWorld, ClassLink) async throws -> Void) async throws {
        try await World.run { world in
            try await world.store.note(KnownClass(try World.booking()))
            let link = try await world.link(
                World.strategyCall, to: World.hostCalendar, options: LinkOptions(blockWriter: .googleCalendar))
            try await test(world, link)
        }
    }

    private static func ours(_ world: HandlersWorld) async throws -> [CalendarListEntry] {
        let account = try await world.accounts.account(integrationId: world.integrationId)
        return try await account.calendar.listCalendars(as: account.tokens).items
            .filter { BusyCalendarMarker.isPresent(in: $0.description) }
    }

    @Test func itIsMadeOnceNamedAfterTheClassAndStoredInTheLink() async throws {
        try await Self.run { world, link in
            let target = try await world.writers().target(of: link)
            let calendar = try #require(try await Self.ours(world).first)
            #expect(target == .googleCalendar(integrationId: world.integrationId, calendarId: calendar.id))
            #expect(calendar.name == "Busy times — Strategy call")
            #expect(calendar.timeZone == World.zone)
            let stored = try #require(try await world.store.link(World.strategyCall))
            #expect(stored.busyCalendarId == calendar.id)
            try await world.sandbox.resetCalls()
            let writers = world.writers()
            // Also for who still has the link as it was.
            for known in [link, stored, stored] {
                #expect(try await writers.target(of: known) == target)
            }
            let calls = try await world.sandbox.calls()
            #expect(calls["calendars.insert"] == nil)
            #expect(calls["events.list"] == 1)
        }
    }

    @Test func itIsFoundAgainByItsMarkerWhenTheLinkHasForgottenIt() async throws {
        try await Self.run { world, link in
            let target = try await world.writers().target(of: link)
            var forgetful = try #require(try await world.store.link(World.strategyCall))
            forgetful.busyCalendarId = nil
            forgetful.revision = try await world.store.save(forgetful)
            #expect(try await world.writers().target(of: forgetful) == target)
            #expect(try await Self.ours(world).count == 1)
            #expect(try await world.store.link(World.strategyCall)?.busyCalendarId != nil)
        }
    }

    @Test func eachClassHasItsOwnAndAForgedOneIsNotTaken() async throws {
        try await Self.run { world, link in
            let strangers = try SecretKeys("k9:" + Data(repeating: 9, count: 32).base64EncodedString())
            let forged = try await world.sandbox.makeCalendar(
                "Trap", description: BusyCalendarMarker.text(for: World.strategyCall, keys: strangers))
            let other = try await world.link(
                World.groupSession, to: World.hostCalendar, options: LinkOptions(blockWriter: .googleCalendar))
            let ids = [try await world.writers().target(of: link), try await world.writers().target(of: other)]
            #expect(Set(ids).count == 2)
            let trap = BlockTarget.googleCalendar(integrationId: world.integrationId, calendarId: forged)
            #expect(!ids.contains(trap))
        }
    }

    @Test func whereTwoWorkersMakeOneAtOnceOneIsLeft() async throws {
        try await Self.run { world, link in
            _ = try await world.sandbox.addFault([
                "match": ["method": "calendars.insert"], "delayMilliseconds": 200, "times": 2,
            ])
            async let first = world.writers().target(of: link)
            async let second = world.writers().target(of: link)
            let targets = try await [first, second]
            #expect(targets[0] == targets[1])
            let left = try await Self.ours(world).map(\.id)
            #expect(left == [try await world.store.link(World.strategyCall)?.busyCalendarId])
            #expect(try await world.sandbox.calls()["calendars.insert"] == 2)
        }
    }

    @Test func aLinkThatIsChangedMeanwhileKeepsItsChangeAndGetsTheCalendar() async throws {
        try await Self.run { world, link in
            var changed = link
            changed.lastChangeAt = Date(timeIntervalSince1970: 1_900_000_000)
            try await world.store.save(changed)
            _ = try await world.writers().target(of: link)
            let stored = try #require(try await world.store.link(World.strategyCall))
            #expect(stored.lastChangeAt == changed.lastChangeAt)
            #expect(stored.busyCalendarId != nil)
        }
    }

    @Test func withoutTheScopeTheHostIsAskedForItAndTheAccountGoesOn() async throws {
        try await Self.run { world, link in
            let refreshToken = try await world.sandbox.mintRefreshToken(
                email: World.hostCalendar, scopes: GoogleScopes.required)
            var integration = try #require(try await world.store.integration(id: world.integrationId))
            integration.sealedRefreshToken = try world.keys.seal(refreshToken, context: integration.id)
            try await world.store.save(integration)

            let error = await #expect(throws: AccountFailure.self) { try await world.writers().target(of: link) }
            #expect(error?.error == .insufficientPermissions)
            let outcome = await GoogleFailure.outcome(
                of: try #require(error), world.context("e"), google: world.accounts, now: world.now(),
                logger: world.logger)
            guard case .parked(.reconnectNeeded, .reconnect(world.integrationId), _) = outcome else {
                Issue.record("not parked: \(outcome)")
                return
            }
            #expect(try await world.store.integration(id: world.integrationId)?.status == .connected)
            try await world.connect()
            _ = try await world.writers().target(of: link)
        }
    }

    @Test func aRevokedGrantAsksForTheAccountToBeConnectedAgain() async throws {
        try await Self.run { world, link in
            let target = try await world.writers().target(of: link)
            try await world.sandbox.control("google/users/\(World.hostCalendar)/revoke", [:])
            let error = await #expect(throws: AccountFailure.self) { try await world.writers().target(of: link) }
            let outcome = await GoogleFailure.outcome(
                of: try #require(error), world.context("e"), google: world.accounts, now: world.now(),
                logger: world.logger)
            guard case .parked(.reconnectNeeded, .reconnect(world.integrationId), _) = outcome else {
                Issue.record("not parked: \(outcome)")
                return
            }
            // What is known to be disconnected is not even tried.
            await #expect(throws: AccountFailure.self) { _ = try await world.writers().writer(for: target) }
        }
    }

    @Test func afterTheHostHasDeletedItThereIsAnotherTargetForAllBlocks() async throws {
        try await World.run { world in
            let desk = try await BlockDesk(.googleCalendar, world)
            let blocks = desk.blocks(3)
            try await desk.writer.apply(upserts: Array(blocks[..<2]), removals: [])
            try await world.sandbox.remove(desk.calendarId, from: World.hostCalendar)
            let error = await #expect(throws: BlockWriteError.self) {
                try await desk.writer.apply(upserts: [blocks[2]], removals: [])
            }
            guard case .retriable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            let link = try #require(try await world.store.link(World.strategyCall))
            let next = try await desk.writers.target(of: link)
            guard case .googleCalendar(_, let calendarId) = next, next != desk.target else {
                Issue.record("\(next)")
                return
            }
            #expect(try await world.store.link(World.strategyCall)?.busyCalendarId == calendarId)
            // Nothing stands in the old one, which is what removing asks for.
            try await desk.writer.apply(upserts: [], removals: blocks)
            try await desk.writers.writer(for: next).apply(upserts: blocks, removals: [])
            #expect(try await world.sandbox.live(calendarId).count == 3)
        }
    }
}
