import CalendarSync
import Foundation
import GoogleCalendar
import Handlers
import Testing

@Suite(.timeLimit(.minutes(2))) struct FeedReadingTests {
    private typealias World = HandlersWorld
    private static let calendar = World.teamCalendar
    private static let key = World.strategyCall

    @Test func aReadingThatWasBrokenOffGoesOnWithItsPage() async throws {
        try await World.run { world async throws in
            for day in 2..<32 { try await world.sandbox.insert(Self.calendar, World.hour(day)) }
            try await world.link(Self.key, to: Self.calendar)
            try await world.changeFeed(Self.calendar) { $0.pageSize = 10 }
            let broken = await world.read(
                Self.calendar, trigger: .link, blocks: BreaksAfterWriting(writer: world.kartra, writes: 2))
            #expect(broken.result == nil)
            let half = try #require(try await world.store.feed(id: world.feedId(Self.calendar))?.fullReading)
            #expect(half.pages == 1 && half.events == 10 && half.pageToken != nil)
            try await world.sandbox.resetCalls()
            #expect(await world.read(Self.calendar, trigger: .link).kinds?.count == 20)
            // Two pages that were missing, and the changes since.
            #expect(try await world.sandbox.calls()["events.list"] == 3)
            #expect(try await world.sandbox.blocks("310").count == 30)
            #expect(try await world.store.feed(id: world.feedId(Self.calendar))?.fullReading == nil)
        }
    }

    /// Google takes the pages of a list for the answer to one question, which must not change in between.
    @Test func allPagesAreAskedForWithTheSameBounds() async throws {
        try await World.run { world async throws in
            for day in 2..<12 { try await world.sandbox.insert(Self.calendar, World.hour(day)) }
            try await world.link(Self.key, to: Self.calendar)
            try await world.changeFeed(Self.calendar) { $0.pageSize = 4 }
            let clock = TrialClock()
            let pages = NotedBounds(sender: world.http, clock: clock)
            let accounts = MortalAccounts(
                accounts: world.accounts, calendar: GoogleCalendarClient(sender: pages, endpoints: world.google))
            let feeds = world.feeds(now: { clock.now }, google: accounts)
            _ = await feeds.handle(
                GooglePing(feedId: world.feedId(Self.calendar), trigger: .link), world.context("link"))
            #expect(try await world.sandbox.blocks("310").count == 10)
            #expect(pages.bounds.count == 3 && Set(pages.bounds).count == 1)
        }
    }

    @Test func whatChangesWhileThePagesAreReadIsNotTakenForGone() async throws {
        try await World.run { world async throws in
            var ids: [String] = []
            for day in 2..<32 { ids.append(try await world.sandbox.insert(Self.calendar, World.hour(day))) }
            try await world.link(Self.key, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            try await world.changeFeed(Self.calendar) { $0.pageSize = 10 }
            let changed = ids.suffix(15)
            let sender = MeanwhileSender(sender: world.http, call: 2) {
                // A change that puts them at the end of Google's list, and leaves their times as they are.
                for id in changed {
                    try await world.sandbox.edit(Self.calendar, id, ["summary": "Dentist"])
                }
            }
            let accounts = MortalAccounts(
                accounts: world.accounts, calendar: GoogleCalendarClient(sender: sender, endpoints: world.google))
            let outcome = await world.feeds(google: accounts).handle(
                GooglePing(feedId: world.feedId(Self.calendar), trigger: .manual), world.context("all"))
            #expect(outcome.kinds?.isEmpty == true)
            #expect(outcome.result?.reason == .unchanged)
            #expect(try await world.store.link(Self.key)?.brake == nil)
            #expect(try await world.sandbox.blocks("310").count == 30)
        }
    }

    @Test func whatIsNotSeenByABrokenOffReadingAndItsContinuationGoes() async throws {
        try await World.run { world async throws in
            var ids: [String] = []
            for day in 2..<22 { ids.append(try await world.sandbox.insert(Self.calendar, World.hour(day))) }
            try await world.link(Self.key, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            try await world.sandbox.delete(Self.calendar, ids[3])
            try await world.sandbox.insert(Self.calendar, World.hour(25))
            try await world.changeFeed(Self.calendar) { feed in
                feed.pageSize = 10
                feed.syncToken = nil
            }
            await world.read(Self.calendar, blocks: BreaksAfterWriting(writer: world.kartra, writes: 1))
            await world.read(Self.calendar)
            #expect(try await world.sandbox.blocks("310").count == 20)
        }
    }

    /// The list is asked for anew, and its token is younger than what the broken one had marked as seen.
    @Test func whatGoesBetweenABrokenFirstPageAndTheNextTryGoes() async throws {
        try await World.run { world async throws in
            var ids: [String] = []
            for day in 2..<12 { ids.append(try await world.sandbox.insert(Self.calendar, World.hour(day))) }
            try await world.link(Self.key, to: Self.calendar)
            try await world.link(World.groupSession, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            try await world.sandbox.insert(Self.calendar, World.hour(25))
            try await world.changeFeed(Self.calendar) { $0.syncToken = nil }
            // One class is done with the page, the other is not.
            await world.read(Self.calendar, blocks: BreaksAfterWriting(writer: world.kartra, writes: 2))
            try await world.sandbox.delete(Self.calendar, ids[3])
            await world.read(Self.calendar)
            #expect(try await world.sandbox.blocks("310").count == 10)
            #expect(try await world.sandbox.blocks("311").count == 10)
        }
    }

    @Test func anotherLinkInBetweenBeginsTheReadingAnew() async throws {
        try await World.run { world async throws in
            for day in 2..<22 { try await world.sandbox.insert(Self.calendar, World.hour(day)) }
            try await world.link(Self.key, to: Self.calendar)
            try await world.changeFeed(Self.calendar) { $0.pageSize = 10 }
            await world.read(
                Self.calendar, trigger: .link, blocks: BreaksAfterWriting(writer: world.kartra, writes: 2))
            try await world.link(World.groupSession, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            #expect(try await world.sandbox.blocks("310").count == 20)
            #expect(try await world.sandbox.blocks("311").count == 20)
        }
    }

    @Test func pagesGetSmallerWhileGoogleFailsAtThem() async throws {
        try await World.run { world async throws in
            try await world.sandbox.insert(Self.calendar, World.hour(3))
            try await world.link(Self.key, to: Self.calendar)
            _ = try await world.sandbox.addFault(["match": ["method": "events.list"], "status": 503, "times": 2])
            var sizes: [Int?] = []
            for _ in 1...3 {
                await world.read(Self.calendar, trigger: .link)
                sizes.append(try await world.store.feed(id: world.feedId(Self.calendar))?.pageSize)
            }
            #expect(sizes == [1_250, 625, 2_500])
            #expect(try await world.sandbox.blocks("310").count == 1)
        }
    }

    @Test func asTimeGoesOnAllSeriesAreExtendedByOneList() async throws {
        try await World.run { world async throws in
            for hour in [8, 10, 12] {
                var series = World.hour(1, at: hour)
                series["recurrence"] = ["RRULE:FREQ=WEEKLY"]
                try await world.sandbox.insert(Self.calendar, series)
            }
            try await world.link(Self.key, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            let before = try await world.sandbox.blocks("310").count
            try await world.sandbox.resetCalls()
            let later = Date.now.addingTimeInterval(14 * 86_400)
            let outcome = await world.feeds(now: { later }).handle(
                GooglePing(feedId: world.feedId(Self.calendar), trigger: .poll), world.context("later"))
            #expect(outcome.kinds == Array(repeating: .blockWritten, count: 6))
            let calls = try await world.sandbox.calls()
            #expect(calls["events.list"] == 2 && calls["events.instances"] == nil)
            #expect(try await world.sandbox.blocks("310").count == before + 6)
        }
    }

    /// "This and following": Google trims the series and makes another whose id names the split.
    @Test func aSeriesThatIsSplitIsTwoSeries() async throws {
        try await World.run { world in
            var series = World.hour(2, at: 8)
            series["recurrence"] = ["RRULE:FREQ=DAILY;COUNT=10"]
            let id = try await world.sandbox.insert(Self.calendar, series)
            try await world.link(Self.key, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            #expect(try await world.sandbox.blocks("310").count == 10)

            try await world.sandbox.edit(Self.calendar, id, ["recurrence": ["RRULE:FREQ=DAILY;COUNT=4"]])
            var rest = World.hour(6, at: 16)
            rest["recurrence"] = ["RRULE:FREQ=DAILY;COUNT=6"]
            rest["id"] = id + "_R" + World.date(6).replacing("-", with: "") + "T080000"
            try await world.sandbox.control("google/calendars/\(Self.calendar)/events", ["events": [rest]])
            await world.read(Self.calendar)
            let blocks = try await world.sandbox.blocks("310")
            #expect(blocks.count { $0.startsAt.contains("T08:00") } == 4)
            #expect(blocks.count { $0.startsAt.contains("T16:00") } == 6)

            let instances = try await world.sandbox.instances(Self.calendar, id, from: .now, count: 9)
            try await world.sandbox.delete(Self.calendar, try #require(instances.last).id)
            await world.read(Self.calendar)
            #expect(try await world.sandbox.blocks("310").count == 9)
            #expect(await world.read(Self.calendar, trigger: .manual).result?.reason == .unchanged)
        }
    }

    @Test func aFullReadingTakesNoCallAgainForASeriesThanOne() async throws {
        try await World.run { world async throws in
            var series = World.hour(2)
            series["recurrence"] = ["RRULE:FREQ=DAILY;COUNT=5"]
            let id = try await world.sandbox.insert(Self.calendar, series)
            let instances = try await world.sandbox.instances(Self.calendar, id, from: .now, count: 5)
            try await world.sandbox.edit(Self.calendar, instances[1].id, ["transparency": "transparent"])
            try await world.sandbox.delete(Self.calendar, instances[2].id)
            try await world.link(Self.key, to: Self.calendar)
            try await world.sandbox.resetCalls()
            #expect(await world.read(Self.calendar, trigger: .link).kinds?.count == 3)
            #expect(try await world.sandbox.calls()["events.instances"] == 1)
        }
    }
}
