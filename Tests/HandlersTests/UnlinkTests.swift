import CalendarSync
import Foundation
import GoogleCalendar
import Handlers
import Synchronization
import Testing

/// What becomes of mirrors, blocks and the channel when a class is unlinked.
@Suite(.timeLimit(.minutes(3))) struct UnlinkTests {
    private typealias World = HandlersWorld

    private static func dentist(_ id: String = "dentist", day: Int = 7) -> [String: any Sendable] {
        [
            "id": id, "summary": "Dentist", "start": ["dateTime": "\(Self.year)-05-0\(day)T14:00:00-06:00"],
            "end": ["dateTime": "\(Self.year)-05-0\(day)T15:00:00-06:00"],
        ]
    }

    /// Near enough for blocks.
    private static let year = Calendar(identifier: .gregorian).component(.year, from: Date()) + 1

    /// A class with a mirror that is over, two to come, and a block.
    private static func fill(_ world: World, _ key: ClassKey = World.strategyCall) async throws {
        try await world.link(key, to: World.hostCalendar)
        for (number, time) in ["2020-05-06T09:00", "2030-05-06T09:00", "2030-05-07T09:00"].enumerated() {
            let booking = try World.booking(subscription: "\(key.classId)-\(number)", key: key, at: [time])
            #expect(await world.bookings.handle(booking, world.context("e\(number)")).result != nil)
        }
    }

    private static func starts(_ world: World, _ calendar: String = World.hostCalendar) async throws -> [String] {
        try await world.sandbox.live(calendar).map { "\($0.start.prefix(10)) \($0.summary)" }.sorted()
    }

    @Test func whatIsToComeGoesAndWhatIsOverStays() async throws {
        try await World.run { world in
            let (host, key) = (World.hostCalendar, World.strategyCall)
            try await world.sandbox.insert(host, Self.dentist())
            try await Self.fill(world)
            await world.read(host, trigger: .link)
            let before = try await world.sandbox.blocks("310").count
            #expect(before > 0)
            // A host's copy of a mirror has our marker and another id.
            let marker = try #require(
                try await world.sandbox.live(host).first { $0.start.hasPrefix("2030-05-06") }?.marker)
            try await world.sandbox.insert(
                host,
                [
                    "id": "c0p1e", "summary": "Copy", "start": ["dateTime": "2030-06-06T09:00:00-06:00"],
                    "end": ["dateTime": "2030-06-06T10:00:00-06:00"],
                    "extendedProperties": ["private": ["calsync": marker]],
                ])

            try await world.beginUnlinking(key)
            let outcome = try await world.unlink(key)
            #expect(outcome.result?.outcome == .succeeded)
            #expect(
                try await Self.starts(world)
                    == [
                        "2020-05-06 Strategy call — Ana Lopez", "2030-06-06 Copy", "\(Self.year)-05-07 Dentist",
                    ].sorted())
            #expect(try await world.sandbox.blocks("310").isEmpty)
            let certificate = try #require(try await world.certificate(key))
            #expect(certificate.removedMirrors == 2 && certificate.keptMirrors == 1)
            #expect(certificate.unreachableMirrors == 0 && certificate.removedBlocks == before)
            #expect(certificate.channelStopped && !certificate.grantRevoked && certificate.linksStillUsing == 0)
            #expect(try await world.store.feed(id: world.feedId(host))?.channels.isEmpty == true)

            // Delivered once more.
            try await world.sandbox.resetCalls()
            #expect(try await world.unlink(key).result?.reason == .unchanged)
            #expect(try await world.sandbox.calls().keys.filter { $0.hasPrefix("events") } == [])
            #expect(try await world.certificate(key) == certificate)
        }
    }

    @Test func whereNothingIsToBeRemovedAllStaysWhateverComesLater() async throws {
        try await World.run { world in
            let (host, key) = (World.hostCalendar, World.strategyCall)
            try await world.sandbox.insert(host, Self.dentist())
            try await Self.fill(world)
            await world.read(host, trigger: .link)
            let blocks = try await world.sandbox.blocks("310")
            try await world.beginUnlinking(key, .nothing)
            _ = try await world.unlink(key)
            let certificate = try #require(try await world.certificate(key))
            #expect(certificate.removedMirrors == 0 && certificate.keptMirrors == 3)
            #expect(certificate.removedBlocks == 0 && certificate.channelStopped)
            for trigger in [GooglePing.Trigger.push, .poll, .link] { await world.read(host, trigger: trigger) }
            #expect(try await world.sandbox.live(host).count == 4)
            #expect(try await world.sandbox.blocks("310") == blocks && !blocks.isEmpty)

            // Linked elsewhere, it has no use for them any more.
            try await world.link(key, to: World.teamCalendar)
            await world.read(host, trigger: .link)
            #expect(try await world.sandbox.blocks("310").isEmpty)
        }
    }

    @Test func aClassBesideItKeepsWhatIsItsOwn() async throws {
        try await World.run { world in
            try await Self.fill(world)
            try await Self.fill(world, World.groupSession)
            await world.read(World.hostCalendar, trigger: .link)
            try await world.beginUnlinking(World.strategyCall)
            _ = try await world.unlink(World.strategyCall)
            #expect(try await world.sandbox.live(World.hostCalendar).count == 4)
            let certificate = try #require(try await world.certificate(World.strategyCall))
            #expect(certificate.removedMirrors == 2 && !certificate.channelStopped && certificate.linksStillUsing == 1)
            #expect(try await world.store.feed(id: world.feedId(World.hostCalendar))?.channels.count == 1)
        }
    }

    @Test(arguments: [true, false]) func aLostStoreIsNoHindrance(isPartlyKnown: Bool) async throws {
        try await World.run { world in
            try await Self.fill(world)
            try await Self.fill(world, World.groupSession)
            try await world.withEmptyStore { later in
                let key = World.strategyCall
                if isPartlyKnown {
                    // Delivered again before the class was linked again: the booking is known, its mirror is not.
                    _ = await later.bookings.handle(
                        try World.booking(subscription: "310-1", at: ["2030-05-06T09:00"]), later.context("e1"))
                }
                try await later.link(key, to: World.hostCalendar)
                try await later.beginUnlinking(key)
                #expect(try await later.unlink(key).kinds == [.mirrorDeleted, .mirrorDeleted])
                #expect(
                    try await Self.starts(later).filter { $0.hasPrefix("2030") }.count == 2, "the other class's")
                #expect(try await later.certificate(key)?.removedMirrors == 2)
                if isPartlyKnown {
                    let state = try await later.store.booking(accountId: "42", subscriptionId: "310-1")
                    #expect(state?.mirrors == [] && state?.intents == [])
                }
            }
        }
    }

    @Test func linkedAgainItHasItsEventsAgainAndLosesThemAgain() async throws {
        try await World.run { world in
            let key = World.strategyCall
            try await Self.fill(world)
            for _ in 1...3 {
                try await world.beginUnlinking(key)
                _ = try await world.unlink(key)
                #expect(try await Self.starts(world).count == 1)
                #expect(try await world.certificate(key)?.removedMirrors == 2)
                try await world.link(key, to: World.hostCalendar)
                _ = try await world.mirrorAll(key)
                #expect(
                    try await Self.starts(world).map { $0.prefix(10) } == ["2020-05-06", "2030-05-06", "2030-05-07"])
            }
        }
    }

    /// A call of Google's that fails once, before or after it took effect, and one that Kartra's writer does not survive.
    @Test(arguments: ["events.list", "events.get", "events.delete", "channels.stop"], [true, false])
    func whatBreaksOnceIsMadeGood(method: String, isAfter: Bool) async throws {
        try await World.run { world in
            let (host, key) = (World.hostCalendar, World.strategyCall)
            try await world.sandbox.insert(host, Self.dentist())
            try await Self.fill(world)
            await world.read(host, trigger: .link)
            let blocks = try await world.sandbox.blocks("310").count
            try await world.beginUnlinking(key)
            try await world.sandbox.control(
                "faults",
                ["match": ["method": method], "status": 500, "reason": "backendError", "times": 1, "after": isAfter])
            let dying = world.unlinks(feeds: world.feeds(blocks: BreaksAfterWriting(writer: world.kartra)))
            _ = try await world.unlink(key, by: dying)
            for attempt in 1...3 where try await world.certificate(key) == nil {
                _ = try await world.unlink(key, attempt: attempt)
            }
            let certificate = try #require(try await world.certificate(key))
            #expect(certificate.removedMirrors == 2 && certificate.keptMirrors == 1)
            #expect(certificate.removedBlocks == blocks && certificate.unreachableMirrors == 0)
            #expect(try await Self.starts(world).count == 2)
            #expect(try await world.sandbox.blocks("310").isEmpty)
        }
    }

    @Test(arguments: 1...12) func aWorkerMayDieAtAnyStep(step: Int) async throws {
        try await World.run { world in
            let key = World.strategyCall
            try await Self.fill(world)
            try await world.beginUnlinking(key)
            let life = WorkerLife(mishap: .death(step: step))
            let mortal = BookingHandler(
                store: MortalStore(store: world.store, life: life), google: world.accounts, keys: world.keys,
                now: world.now, logger: world.logger)
            guard case .retry = try await world.unlink(key, by: world.unlinks(bookings: mortal)) else {
                Issue.record("it lived")
                return
            }
            _ = try await world.unlink(key, attempt: 2)
            #expect(try await Self.starts(world).count == 1)
            let certificate = try #require(try await world.certificate(key))
            #expect(certificate.removedMirrors == 2 && certificate.keptMirrors == 1)
        }
    }

    @Test(arguments: [true, false])
    func aBookingThatWasOnItsWayLeavesNothingBehind(dies: Bool) async throws {
        try await World.run { world in
            let key = World.strategyCall
            try await world.link(key, to: World.hostCalendar)
            let sender = InterruptedSender(sender: world.http, dies: dies) {
                try await world.beginUnlinking(key)
                _ = try await world.unlink(key)
                #expect(try await world.certificate(key) != nil)
            }
            let heldUp = BookingHandler(
                store: world.store,
                google: MortalAccounts(
                    accounts: world.accounts, calendar: GoogleCalendarClient(sender: sender, endpoints: world.google)),
                keys: world.keys, now: world.now, logger: world.logger)
            let booking = try World.booking()
            _ = await heldUp.handle(booking, world.context("e1"))
            if dies { _ = await world.bookings.handle(booking, world.context("e1")) }
            #expect(try await world.sandbox.live(World.hostCalendar).isEmpty)
            let state = try await world.store.booking(accountId: "42", subscriptionId: "9001")
            #expect(state?.mirrors == [] && state?.intents == [])
        }
    }

    @Test func aRefusalThatLastsIsCertifiedAndHoldsNothingUp() async throws {
        try await World.run { world in
            let key = World.strategyCall
            try await Self.fill(world)
            try await world.beginUnlinking(key)
            try await world.sandbox.control(
                "faults", ["match": ["method": "events.delete"], "status": 403, "reason": "forbidden"])
            for attempt in 1...2 {
                guard case .retry = try await world.unlink(key, attempt: attempt) else {
                    Issue.record("believed at once")
                    return
                }
                #expect(try await world.certificate(key) == nil)
            }
            _ = try await world.unlink(key, attempt: 3)
            let certificate = try #require(try await world.certificate(key))
            #expect(certificate.removedMirrors == 0 && certificate.unreachableMirrors == 2)
            #expect(certificate.keptMirrors == 1)
            let later = try World.booking(.cancelled, subscription: "310-1", at: ["2030-05-06T09:00"])
            #expect(await world.bookings.handle(later, world.context("e9")).result?.reason == .classNotLinked)
        }
    }

    @Test(arguments: [true, false]) func whatIsRefusedForOneDoesNotKeepTheOthersIn(isKnown: Bool) async throws {
        try await World.run { world in
            let key = World.strategyCall
            try await Self.fill(world)
            func check(_ world: HandlersWorld) async throws {
                let stuck = try #require(
                    try await world.sandbox.live(World.hostCalendar).first { $0.start.hasPrefix("2030-05-06") })
                try await world.beginUnlinking(key)
                try await world.sandbox.control(
                    "faults",
                    [
                        "match": ["method": "events.delete", "eventId": stuck.id], "status": 403,
                        "reason": "forbidden",
                    ])
                for attempt in 1...3 { _ = try await world.unlink(key, attempt: attempt) }
                let certificate = try #require(try await world.certificate(key))
                #expect(certificate.removedMirrors == 1 && certificate.unreachableMirrors == 1)
                #expect(try await Self.starts(world).map { $0.prefix(10) } == ["2020-05-06", "2030-05-06"])
            }
            if isKnown { return try await check(world) }
            try await world.withEmptyStore { later in
                try await later.link(key, to: World.hostCalendar)
                try await check(later)
            }
        }
    }

    @Test func neitherItNorAReleaseWaitsBehindWhatIsParkedForTheLink() async throws {
        try await World.run { world in
            let keys = try [SyncCommand.Name.linkChanged, .linkRemoved, .releaseBlocks].map { name in
                let record = try SyncCommand(name, accountId: "42", classId: "310", requestedAt: world.now())
                    .record(id: "c", at: world.now(), topics: world.topics)
                return try world.commands().work(for: record.consumed).key
            }
            #expect(Set(keys).count == 3)
        }
    }

    /// What a reading writes after the removal would stand for ever: nobody knows of it any more.
    @Test func itWaitsForAReadingOfItsCalendarOnTheSameWorker() async throws {
        try await World.run { world in
            let (host, key) = (World.hostCalendar, World.strategyCall)
            try await world.sandbox.insert(host, Self.dentist())
            try await world.link(key, to: host)
            let wasBusy = Mutex(false)
            let sender = MeanwhileSender(sender: world.http, call: 1) {
                try await world.beginUnlinking(key)
                guard case .retry(_, .busy) = try await world.unlink(key) else { return }
                wasBusy.withLock { $0 = true }
            }
            let google = MortalAccounts(
                accounts: world.accounts, calendar: GoogleCalendarClient(sender: sender, endpoints: world.google))
            _ = await world.feeds(google: google).handle(
                GooglePing(feedId: world.feedId(host), trigger: .link), world.context("reading"))
            #expect(wasBusy.withLock { $0 })
            _ = try await world.unlink(key)
            #expect(try await world.certificate(key) != nil)
            #expect(try await world.sandbox.blocks("310").isEmpty)
        }
    }

    @Test func aRevokedGrantIsNoHindrance() async throws {
        try await World.run { world in
            let (host, key) = (World.hostCalendar, World.strategyCall)
            try await world.sandbox.insert(host, Self.dentist())
            try await Self.fill(world)
            await world.read(host, trigger: .link)
            let blocks = try await world.sandbox.blocks("310").count
            try await world.sandbox.control("google/users/\(host)/revoke", [:])
            try await world.sandbox.control("google/access-tokens/expire", ["email": host])
            await world.accounts.tokens.reset(world.integrationId)
            try await world.beginUnlinking(key)
            _ = try await world.unlink(key)
            let certificate = try #require(try await world.certificate(key))
            #expect(certificate.removedMirrors == 0 && certificate.unreachableMirrors == 2)
            #expect(certificate.removedBlocks == blocks && !certificate.channelStopped)
            #expect(try await world.sandbox.blocks("310").isEmpty)
            #expect(try await world.store.integration(id: world.integrationId)?.status == .reconnectNeeded)
        }
    }
}
