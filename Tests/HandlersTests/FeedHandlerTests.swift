import CalendarSync
import Foundation
import Handlers
import Records
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(2))) struct FeedHandlerTests {
    private typealias World = HandlersWorld

    private static func timed(_ day: Int, _ from: String, _ to: String) -> [String: any Sendable] {
        func time(_ text: String) -> [String: String] {
            ["dateTime": "\(date(day))T\(text):00", "timeZone": World.zone]
        }
        return ["summary": "Secret dentist", "start": time(from), "end": time(to)]
    }

    /// A date some days from now: the horizon begins now.
    private static func date(_ offset: Int) -> String {
        let zone = TimeZone(identifier: World.zone) ?? .gmt
        return String(Date.now.addingTimeInterval(TimeInterval(offset * 86_400)).rfc3339(in: zone).prefix(10))
    }

    @Test func theFirstReadingBlocksWhatIsBusyAndNothingElse() async throws {
        try await World.run { world in
            let host = World.hostCalendar
            try await world.sandbox.insert(host, Self.timed(3, "14:00", "15:00"))
            try await world.sandbox.insert(
                host, ["summary": "Off", "start": ["date": Self.date(4)], "end": ["date": Self.date(5)]])
            var free = Self.timed(5, "14:00", "15:00")
            free["transparency"] = "transparent"
            try await world.sandbox.insert(host, free)
            var series = Self.timed(6, "08:00", "08:30")
            series["recurrence"] = ["RRULE:FREQ=WEEKLY;COUNT=3"]
            try await world.sandbox.insert(host, series)
            try await world.link(World.strategyCall, to: host)
            let outcome = await world.read(host, trigger: .link)
            #expect(outcome.kinds?.count == 5)
            let blocks = try await world.sandbox.blocks("310")
            #expect(blocks.count == 5)
            #expect(blocks.filter(\.allDay).count == 1)
            #expect(try await world.store.link(World.strategyCall)?.blocksCompleteAt != nil)
            let records = world.producer.records.filter { $0.topic == world.topics.busyBlocks }
            #expect(records.count == 5)
            let published = records.map { String(decoding: $0.value ?? [], as: UTF8.self) }.joined()
            #expect(!published.contains("Secret"))
        }
    }

    @Test func whatChangesIsReadByOneListAndWrittenByOneCall() async throws {
        try await World.run { world in
            let host = World.hostCalendar
            try await world.link(World.strategyCall, to: host)
            await world.read(host, trigger: .link)
            let id = try await world.sandbox.insert(host, Self.timed(3, "14:00", "15:00"))
            try await world.sandbox.resetCalls()
            let written = await world.read(host)
            #expect(written.kinds == [.blockWritten])
            let calls = try await world.sandbox.calls()
            #expect(calls["events.list"] == 1)
            #expect(calls["kartra.busyBlocks.put"] == 1)
            #expect(calls["kartra.busyBlocks.batch"] == nil)

            try await world.sandbox.put(host, id, Self.timed(3, "16:00", "17:00"))
            let moved = await world.read(host)
            #expect(moved.kinds == [.blockWritten])
            #expect(try await world.sandbox.blocks("310").count == 1)
            try await world.sandbox.delete(host, id)
            let removed = await world.read(host)
            #expect(removed.kinds == [.blockRemoved])
            #expect(try await world.sandbox.blocks("310").isEmpty)
            #expect(await world.read(host).result?.reason == .unchanged)
            #expect(world.producer.records.last?.value == nil)
        }
    }

    @Test func aMirrorBlocksOtherClassesOfItsCalendarAndNotItsOwn() async throws {
        try await World.run { world in
            let host = World.hostCalendar
            try await world.link(World.strategyCall, to: host)
            try await world.link(World.groupSession, to: host)
            let start = Self.date(10) + "T09:00"
            _ = await world.bookings.handle(try World.booking(at: [start]), world.context("e1"))
            await world.read(host, trigger: .link)
            #expect(try await world.sandbox.blocks("310").isEmpty)
            #expect(try await world.sandbox.blocks("311").count == 1)
        }
    }

    @Test func anExpiredTokenLeadsToAFullListAndTheDifference() async throws {
        try await World.run { world in
            let host = World.hostCalendar
            let gone = try await world.sandbox.insert(host, Self.timed(3, "14:00", "15:00"))
            try await world.link(World.strategyCall, to: host)
            await world.read(host, trigger: .link)
            try await world.sandbox.delete(host, gone)
            try await world.sandbox.insert(host, Self.timed(4, "10:00", "11:00"))
            try await world.sandbox.control("google/tokens/invalidate", [:])
            let outcome = await world.read(host)
            #expect(Set(outcome.kinds ?? []) == [.blockWritten, .blockRemoved])
            #expect(try await world.sandbox.blocks("310").count == 1)
        }
    }

    @Test func aCalendarThatGetsAnotherZoneHasItsAllDayEventsMoved() async throws {
        try await World.run { world in
            let host = World.hostCalendar
            try await world.sandbox.insert(
                host, ["summary": "Off", "start": ["date": Self.date(4)], "end": ["date": Self.date(5)]])
            try await world.link(World.strategyCall, to: host)
            await world.read(host, trigger: .link)
            try await world.sandbox.setTimeZone(of: host, to: "Pacific/Chatham")
            let outcome = await world.read(host)
            #expect(outcome.kinds == [.blockWritten])
            let blocks = try await world.sandbox.blocks("310")
            #expect(blocks.map { $0.startsAt.prefix(16) } == ["\(Self.date(4))T00:00"])
            #expect(blocks.allSatisfy { $0.startsAt.hasSuffix("+13:45") || $0.startsAt.hasSuffix("+12:45") })
            #expect(await world.read(host).result?.reason == .unchanged)
        }
    }

    @Test func anExceptionOfASeriesAndItsDeletionAreFollowed() async throws {
        try await World.run { world in
            let team = World.teamCalendar
            var series = Self.timed(3, "08:00", "08:30")
            series["recurrence"] = ["RRULE:FREQ=DAILY;COUNT=4"]
            let id = try await world.sandbox.insert(team, series)
            try await world.link(World.strategyCall, to: team)
            await world.read(team, trigger: .link)
            let blocks = try await world.sandbox.blocks("310")
            #expect(blocks.count == 4)
            let first = try #require(blocks.map(\.startsAt).min().flatMap { Date(rfc3339: $0) })
            let stamp = first.rfc3339.replacing("-", with: "").replacing(":", with: "")
            try await world.sandbox.delete(team, "\(id)_\(stamp)")
            await world.read(team)
            #expect(try await world.sandbox.blocks("310").count == 3)
            try await world.sandbox.delete(team, id)
            await world.read(team)
            #expect(try await world.sandbox.blocks("310").isEmpty)
        }
    }

    @Test func aBlockThatWasWrittenBeforeACrashIsStillTakenOutWhenItsEventGoes() async throws {
        try await World.run { world in
            let host = World.hostCalendar
            try await world.link(World.strategyCall, to: host)
            await world.read(host, trigger: .link)
            let id = try await world.sandbox.insert(host, Self.timed(3, "14:00", "15:00"))
            // Kartra has the block, the store does not know that it does, the token is not stored.
            let broken = await world.read(host, blocks: BreaksAfterWriting(writer: world.kartra))
            guard case .retry = broken else {
                Issue.record("not to be retried: \(broken)")
                return
            }
            #expect(try await world.sandbox.blocks("310").count == 1)
            try await world.sandbox.delete(host, id)
            let next = await world.read(host)
            #expect(next.kinds == [.blockRemoved])
            #expect(try await world.sandbox.blocks("310").isEmpty)
        }
    }

    @Test func theFeedIsWatchedWithATokenThatNamesIt() async throws {
        try await World.run { world in
            let host = World.hostCalendar
            try await world.link(World.strategyCall, to: host)
            await world.read(host, trigger: .link)
            let feed = try #require(try await world.store.feed(id: world.feedId(host)))
            #expect(feed.channels.count == 1)
            #expect(feed.channels.first?.resourceId != nil)
            #expect(feed.syncToken != nil)
            await world.read(host)
            #expect(try await world.store.feed(id: world.feedId(host))?.channels == feed.channels)
        }
    }

    @Test func aCalendarThatALinkHasLeftGivesUpItsBlocksAndItsChannel() async throws {
        try await World.run { world in
            let host = World.hostCalendar
            try await world.sandbox.insert(host, Self.timed(3, "14:00", "15:00"))
            try await world.link(World.strategyCall, to: host)
            await world.read(host, trigger: .link)
            try await world.link(World.strategyCall, to: World.teamCalendar)
            let left = await world.read(host, trigger: .link)
            #expect(left.kinds == [.blockRemoved])
            #expect(try await world.sandbox.blocks("310").isEmpty)
            let feed = try #require(try await world.store.feed(id: world.feedId(host)))
            #expect(feed.channels.isEmpty)
            #expect(feed.dueAt == nil)
        }
    }

    @Test func aRevokedGrantParksTheReadingUntilTheAccountIsConnectedAgain() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            try await world.sandbox.control("google/users/\(World.hostCalendar)/revoke", [:])
            let outcome = await world.read(World.hostCalendar)
            guard case .parked(.reconnectNeeded, .reconnect(world.integrationId), _) = outcome else {
                Issue.record("not parked: \(outcome)")
                return
            }
            #expect(try await world.store.integration(id: world.integrationId)?.status == .reconnectNeeded)
        }
    }

    @Test func whileAnotherWorkerReadsTheFeedItIsLeftAlone() async throws {
        try await World.run { world in
            let host = World.hostCalendar
            try await world.link(World.strategyCall, to: host)
            let lease = try await world.store.lease(
                feedId: world.feedId(host), holder: "other", now: world.now(), until: world.now().addingTimeInterval(60)
            )
            #expect(lease != nil)
            guard case .retry(_, .busy) = await world.read(host) else {
                Issue.record("read all the same")
                return
            }
        }
    }

    @Test func aCalendarThatIsGoneKeepsItsBlocksAndIsShown() async throws {
        try await World.run { world in
            let team = World.teamCalendar
            try await world.sandbox.insert(team, Self.timed(3, "14:00", "15:00"))
            try await world.link(World.strategyCall, to: team)
            await world.read(team, trigger: .link)
            try await world.sandbox.remove(team, from: World.hostCalendar)
            let outcome = await world.read(team)
            #expect(outcome.result?.reason == .calendarUnavailable)
            #expect(try await world.store.feed(id: world.feedId(team))?.access == .lost)
            #expect(try await world.sandbox.blocks("310").count == 1)
        }
    }
}
