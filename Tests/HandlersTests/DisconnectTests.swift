import CalendarSync
import Foundation
import GoogleCalendar
import Handlers
import Records
import Testing

/// What becomes of an integration, its links and its grant when it is disconnected.
@Suite(.timeLimit(.minutes(2))) struct DisconnectTests {
    private typealias World = HandlersWorld

    private static func begin(_ world: World, _ removal: Unlinking.Removal = .future) async throws {
        var integration = try #require(try await world.store.integration(id: world.integrationId))
        integration.status = .disconnecting
        integration.disconnection = Disconnection(removal: removal, requestedAt: world.now())
        try await world.store.save(integration)
    }

    private static func disconnect(_ world: World) async throws -> Outcome {
        let record = try SyncCommand(
            .integrationRemoved, accountId: "42", integrationId: world.integrationId, requestedAt: world.now()
        ).record(id: "d1", at: world.now(), topics: world.topics)
        let work = try world.commands().work(for: record.consumed)
        return try #require(await work.run(world.context("d1", accountId: "42")))
    }

    private static func ended(_ world: World) async throws -> Integration {
        try #require(try await world.store.integration(id: world.integrationId))
    }

    /// Two classes, each with a mirror to come.
    private static func fill(_ world: World) async throws {
        for (key, calendar) in [(World.strategyCall, World.hostCalendar), (World.groupSession, World.teamCalendar)] {
            try await world.link(key, to: calendar)
            _ = await world.bookings.handle(
                try World.booking(subscription: key.classId, key: key), world.context(key.classId))
            await world.read(calendar, trigger: .link)
        }
    }

    @Test func linksGoFirstThenTheGrantAndTheToken() async throws {
        try await World.run { world in
            try await Self.fill(world)
            try await Self.begin(world)
            #expect(try await Self.disconnect(world).kinds?.filter { $0 == .mirrorDeleted }.count == 2)
            #expect(try await world.store.links(accountId: "42").isEmpty)
            let ended = try await Self.ended(world)
            #expect(ended.status == .disconnected && ended.email.isEmpty && ended.scopes.isEmpty)
            #expect(try world.keys.open(ended.sealedRefreshToken, context: ended.id).isEmpty)
            let certificate = try #require(ended.disconnection?.certificate)
            #expect(certificate.removedMirrors == 2 && certificate.unreachableMirrors == 0)
            #expect(certificate.grantRevoked && certificate.linksStillUsing == 0 && certificate.channelStopped)
            #expect(try await world.sandbox.calls()["oauth.revoke"] == 1)

            #expect(try await Self.disconnect(world).result?.reason == .unchanged)
            #expect(try await Self.ended(world) == ended)
            #expect(try await world.sandbox.calls()["oauth.revoke"] == 1)
        }
    }

    @Test func aGrantThatAnotherAccountLivesByIsLeft() async throws {
        try await World.run { world in
            try await Self.fill(world)
            try await world.connect(accountId: "43")
            let other = Integration.id(accountId: "43", subject: "sub")
            let theirs = ClassLink(
                accountId: "43", classId: "310", calendarId: "77", integrationId: other,
                googleCalendarId: World.hostCalendar, options: LinkOptions())
            try await world.store.save(theirs)
            try await Self.begin(world)
            _ = try await Self.disconnect(world)
            let certificate = try #require(try await Self.ended(world).disconnection?.certificate)
            #expect(!certificate.grantRevoked && certificate.linksStillUsing == 1)
            #expect(try await world.sandbox.calls()["oauth.revoke"] == nil)
            #expect(try await world.store.links(accountId: "43").count == 1)
            #expect(try await world.store.integration(id: other)?.status == .connected)
        }
    }

    @Test func whatGoogleRevokedBeforeIsDisconnectedAllTheSame() async throws {
        try await World.run { world in
            try await Self.fill(world)
            try await world.sandbox.control("google/users/\(World.hostCalendar)/revoke", [:])
            await world.accounts.tokens.reset(world.integrationId)
            try await Self.begin(world)
            _ = try await Self.disconnect(world)
            let certificate = try #require(try await Self.ended(world).disconnection?.certificate)
            #expect(certificate.removedMirrors == 0 && certificate.unreachableMirrors == 2)
            #expect(certificate.grantRevoked)
        }
    }

    @Test func aBreakInTheMiddleChangesNothingOfTheCertificate() async throws {
        try await World.run { world in
            try await Self.fill(world)
            try await Self.begin(world)
            for method in ["events.delete", "oauth.revoke"] {
                try await world.sandbox.control("faults", ["match": ["method": method], "status": 503, "times": 1])
                guard case .retry = try await Self.disconnect(world) else {
                    Issue.record("\(method) did not fail")
                    return
                }
                #expect(try await Self.ended(world).status == .disconnecting)
            }
            _ = try await Self.disconnect(world)
            let certificate = try #require(try await Self.ended(world).disconnection?.certificate)
            #expect(certificate.removedMirrors == 2 && certificate.grantRevoked)
        }
    }

    @Test func anUnlinkingUnderWayIsSeenToItsEndFirst() async throws {
        try await World.run { world in
            try await Self.fill(world)
            try await world.beginUnlinking(World.strategyCall, .nothing)
            try await Self.begin(world)
            _ = try await Self.disconnect(world)
            let certificate = try #require(try await Self.ended(world).disconnection?.certificate)
            #expect(certificate.removedMirrors == 1 && certificate.keptMirrors == 1)
            #expect(try await world.certificate(World.strategyCall)?.keptMirrors == 1)
        }
    }

    @Test func onlyTheAccountThatOwnsItCanDisconnectIt() async throws {
        try await World.run { world in
            try await Self.begin(world)
            let record = try SyncCommand(
                .integrationRemoved, accountId: "43", integrationId: world.integrationId, requestedAt: world.now()
            ).record(id: "d1", at: world.now(), topics: world.topics)
            let work = try world.commands().work(for: record.consumed)
            let outcome = await work.run(world.context("d1", accountId: "43"))
            #expect(outcome?.result?.reason == .unknownLink)
            #expect(try await Self.ended(world).status == .disconnecting)
        }
    }
}
