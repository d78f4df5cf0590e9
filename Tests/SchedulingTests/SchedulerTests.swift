import CalendarSync
import Foundation
import Logging
import Records
import ServiceLifecycle
import Testing
import TestSupport

@testable import Scheduling

@Suite(.timeLimit(.minutes(1))) struct SchedulerTests {
    static let start = Date(timeIntervalSince1970: 1_796_000_000)
    let clock = ManualClock(start: start)
    let producer = FakeProducer()

    private func feed(_ name: String, dueIn seconds: TimeInterval?) -> Feed {
        Feed(
            accountId: "42", integrationId: "i", googleCalendarId: name,
            dueAt: seconds.map { Self.start.addingTimeInterval($0) })
    }

    /// Runs schedulers; `test` begins when the first ticks of `asleep` of them are over and they sleep.
    private func running(
        _ store: FakeDueStore, sendingTo other: (any RecordProducer)? = nil, schedulers: Int = 1, asleep: Int = 1,
        pageSize: Int = 10, test: () async throws -> Void
    ) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let services = (0..<schedulers).map { _ in
            Scheduler(
                store: store, producer: other ?? producer, topics: Topics(prefix: "t."), interval: .seconds(5),
                pageSize: pageSize, clock: clock, now: { clock.date }, logger: logger)
        }
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: services, logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            // A service that returns ends its group with an error unless the group was told to shut down.
            tasks.addTask { try await group.run() }
            for _ in 0..<asleep { await clock.untilAsleep() }
            try await test()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private func tick(after duration: Duration = .seconds(5), asleep: Int = 1) async {
        clock.advance(by: duration)
        for _ in 0..<asleep { await clock.untilAsleep() }
    }

    @Test func aFeedThatIsDueIsAskedForOnceAndAgainAfterAMinuteOfSilence() async throws {
        let due = feed("due", dueIn: -1)
        let later = feed("later", dueIn: 100)
        let store = FakeDueStore(feeds: [due, later, feed("unlinked", dueIn: nil)])
        try await running(store) {
            #expect(producer.keys == [due.id])
            #expect(store.dueAt(feedId: due.id) == Self.start.addingTimeInterval(60))
            await tick()
            #expect(producer.keys == [due.id])
            await tick(after: .seconds(55))
            #expect(producer.keys == [due.id, due.id])
            await tick(after: .seconds(40))
            #expect(producer.keys == [due.id, due.id, later.id])
        }
        let record = try #require(producer.records.first)
        #expect(record.topic == "t.google.pings")
        let ping = try InputDecoder.decode(GooglePing.self, from: record.value)
        #expect(ping == GooglePing(feedId: due.id, trigger: .poll))
    }

    @Test func theIdOfAPingFollowsFromTheFeedAndTheLease() async throws {
        let due = feed("due", dueIn: -1)
        try await running(FakeDueStore(feeds: [due])) {}
        try await running(FakeDueStore(feeds: [due])) {}
        let ids = producer.records.map { $0.headers["ce_id"] }
        #expect(ids.count == 2)
        #expect(Set(ids).count == 1)
    }

    @Test func aParkedKeyThatIsDueIsAskedForOnce() async throws {
        let store = FakeDueStore(keys: ["42/9001": Self.start, "42/9002": Self.start.addingTimeInterval(30)])
        try await running(store) {
            #expect(producer.keys == ["42/9001"])
            await tick()
            #expect(producer.keys == ["42/9001"])
            #expect(store.dueAt(key: "42/9001") == Self.start.addingTimeInterval(60))
            await tick(after: .seconds(30))
            #expect(producer.keys == ["42/9001", "42/9002"])
        }
        let record = try #require(producer.records.first)
        #expect(record.topic == "t.calsync.commands")
        let command = try InputDecoder.decode(SyncCommand.self, from: record.value)
        #expect(command == SyncCommand(.unpark, key: "42/9001", requestedAt: Self.start))
    }

    @Test func whenAWorkerSaysToAskNextForAParkedKeyStands() async throws {
        let store = FakeDueStore(keys: ["42/9001": Self.start])
        let next = Self.start.addingTimeInterval(7_200)
        let worker = PromptWorker(producer: producer) {
            try await store.postpone(parkedKey: "42/9001", until: next)
        }
        try await running(store, sendingTo: worker) {
            #expect(store.dueAt(key: "42/9001") == next)
            await tick(after: .seconds(60))
            #expect(producer.keys == ["42/9001"])
        }
    }

    @Test func whatIsDueIsTakenUpPageByPageInOneTick() async throws {
        let feeds = (1...25).map { feed("calendar-\($0)", dueIn: -1) }
        let store = FakeDueStore(feeds: feeds)
        try await running(store, pageSize: 10) {
            #expect(Set(producer.keys) == Set(feeds.map(\.id)))
            #expect(producer.keys.count == 25)
        }
    }

    @Test func aRecordThatIsNotAcknowledgedIsSentAgainWhenItsLeaseHasRunOutAndTheOthersGoOn() async throws {
        let feeds = (1...3).map { feed("calendar-\($0)", dueIn: -1) }
        let store = FakeDueStore(feeds: feeds, keys: ["42/9001": Self.start])
        producer.behaviour = .refuseKeys([feeds[0].id])
        // A page is full with a failure in it: it is the last.
        try await running(store, pageSize: 3) {
            #expect(Set(producer.keys) == [feeds[1].id, feeds[2].id, "42/9001"])
            #expect(store.dueAt(feedId: feeds[0].id) == Self.start.addingTimeInterval(60))
            #expect(store.queries == 2)
            producer.behaviour = .acknowledge
            await tick(after: .seconds(55))
            #expect(producer.keys.count == 3)
            await tick()
            #expect(producer.keys.filter { $0 == feeds[0].id }.count == 1)
        }
    }

    @Test func whatIsAskedForOnceAnHourIsAskedForAfterAMinuteWhereItCouldNotBeSent() async throws {
        var audited = feed("audited", dueIn: nil)
        audited.auditDueAt = Self.start
        producer.behaviour = .refuseNext(1)
        try await running(FakeDueStore(feeds: [audited])) {
            await tick(after: .seconds(55))
            #expect(producer.keys.isEmpty)
            await tick()
            #expect(producer.keys == [audited.id])
            await tick(after: .seconds(3_595))
            #expect(producer.keys == [audited.id])
        }
    }

    @Test func ofTwoSchedulersOneAsksForEachThing() async throws {
        let feeds = (1...25).map { feed("calendar-\($0)", dueIn: -1) }
        let store = FakeDueStore(feeds: feeds, keys: ["42/9001": Self.start])
        let once = feeds.map(\.id) + ["42/9001"]
        try await running(store, schedulers: 2, asleep: 2) {
            #expect(producer.keys.sorted() == once.sorted())
            await tick(after: .seconds(60), asleep: 2)
            #expect(producer.keys.sorted() == (once + once).sorted())
        }
    }

    @Test func whatOneSchedulerIsStillSendingNoOtherAsksFor() async throws {
        let feeds = (1...3).map { feed("calendar-\($0)", dueIn: -1) }
        let store = FakeDueStore(feeds: feeds, keys: ["42/9001": Self.start])
        producer.behaviour = .hang
        try await running(store, schedulers: 2, asleep: 0) {
            // One hangs in the feeds: only the other, which found none, can have come to the parked keys.
            let areBothSending = await eventually { store.dueAt(key: "42/9001") != Self.start }
            #expect(areBothSending)
            producer.behaviour = .acknowledge
            let isSent = await eventually {
                producer.letGo()
                return producer.keys.count >= 4
            }
            #expect(isSent)
            await clock.untilAsleep()
            await clock.untilAsleep()
            #expect(producer.keys.sorted() == (feeds.map(\.id) + ["42/9001"]).sorted())
        }
    }

    @Test func aStoreThatIsDownIsAskedAgainByTheNextTick() async throws {
        let due = feed("due", dueIn: -1)
        let store = FakeDueStore(feeds: [due])
        store.isDown = true
        try await running(store) {
            #expect(producer.records.isEmpty)
            store.isDown = false
            await tick()
            #expect(producer.keys == [due.id])
        }
    }

    @Test func anAuditThatIsDueIsAskedForOnceAnHour() async throws {
        var audited = feed("audited", dueIn: nil)
        audited.auditDueAt = Self.start.addingTimeInterval(-1)
        let store = FakeDueStore(feeds: [audited, feed("other", dueIn: nil)])
        try await running(store) {
            #expect(producer.keys == [audited.id])
            await tick(after: .seconds(3_595))
            #expect(producer.keys == [audited.id])
            await tick()
            #expect(producer.keys == [audited.id, audited.id])
        }
        let ping = try InputDecoder.decode(GooglePing.self, from: try #require(producer.records.first).value)
        #expect(ping.trigger == .audit && ping.repair == true)
    }

    @Test func whenAWorkerSaysToAuditNextStands() async throws {
        var audited = feed("audited", dueIn: nil)
        audited.auditDueAt = Self.start
        let store = FakeDueStore(feeds: [audited])
        let next = Self.start.addingTimeInterval(86_400)
        let worker = PromptWorker(producer: producer) { [id = audited.id] in
            try await store.postpone(auditOf: id, until: next)
        }
        try await running(store, sendingTo: worker) {
            await tick(after: .seconds(3_600))
            await tick(after: .seconds(3_600))
            #expect(producer.keys == [audited.id])
            await tick(after: .seconds(86_400))
            #expect(producer.keys == [audited.id, audited.id])
        }
    }

    @Test func blocksThatAreStaleAreToBeTakenOut() async throws {
        let link = ClassLink(
            accountId: "42", classId: "310", calendarId: "77", integrationId: "i", googleCalendarId: "c",
            options: LinkOptions())
        try await running(FakeDueStore(staleLinks: [link])) {
            #expect(producer.keys == ["310"])
            await tick(after: .seconds(600))
            #expect(producer.keys == ["310"])
        }
        let command = try InputDecoder.decode(SyncCommand.self, from: try #require(producer.records.first).value)
        #expect(command.command == .releaseBlocks && command.accountId == "42" && command.classId == "310")
    }

    @Test func anUnlinkingOfWhichNothingIsHeardIsAskedForAgain() async throws {
        let link = ClassLink(
            accountId: "42", classId: "310", calendarId: "77", integrationId: "i", googleCalendarId: "c",
            options: LinkOptions())
        let unlinking = Unlinking(link: link, removal: .future, requestedAt: Self.start)
        try await running(FakeDueStore(unlinkings: [unlinking])) {
            #expect(producer.keys.isEmpty)
            await tick(after: .seconds(Unlinking.patience))
            #expect(producer.keys == ["310"])
            await tick(after: .seconds(3_595))
            #expect(producer.keys == ["310"])
            await tick()
            #expect(producer.keys == ["310", "310"])
        }
        let command = try InputDecoder.decode(SyncCommand.self, from: try #require(producer.records.first).value)
        #expect(command.command == .linkRemoved && command.accountId == "42" && command.classId == "310")
        #expect(Set(producer.records.map { $0.headers["ce_id"] }).count == 2)
    }

    @Test func writesThatNobodyReportsDoneAreAskedForEverMoreSeldom() async throws {
        let booking = Booking(
            accountId: "42", calendarId: "77", calendarName: "Coaching", classId: "310", className: "Class",
            subscriptionId: "9001", status: .booked,
            lead: Lead(id: "1", firstName: "Ana", lastName: "", email: "", phone: ""), hosts: [], timeZone: "UTC",
            sessions: [], order: BookingOrder(revision: 1, occurredAt: Self.start))
        let mirror = MirrorEvent(
            identity: MirrorIdentity(booking: booking, firstStartsAt: Self.start), integrationId: "i",
            googleCalendarId: "c", startsAt: Self.start, contentHash: "")
        var state = BookingState(booking: booking, revision: 3)
        state.begin(MirrorIntent(inputId: "e1", mirror: mirror), at: Self.start)
        try await running(FakeDueStore(bookings: [state])) {
            #expect(producer.keys.isEmpty)
            // Asked for after two minutes, two minutes later, and then after as long as it has been open.
            for (wait, asked) in [(120, 1), (115, 1), (5, 2), (235, 2), (5, 3)] {
                await tick(after: .seconds(wait))
                #expect(producer.keys == Array(repeating: "9001", count: asked), "waited \(wait) s")
            }
        }
        let command = try InputDecoder.decode(SyncCommand.self, from: try #require(producer.records.first).value)
        #expect(
            command.command == .bookingFinish && command.accountId == "42" && command.subscriptionId == "9001")
        #expect(Set(producer.records.map { $0.headers["ce_id"] }).count == 3)
    }
}
