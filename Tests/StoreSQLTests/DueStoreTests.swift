import CalendarSync
import Foundation
import Testing

@Suite struct DueStoreTests {
    @Test(arguments: Backend.allCases) func anAuditIsDueWhenItsTimeHasComeAndCanBePutOff(backend: Backend) async throws
    {
        try await backend.withLeasedFeed { store, feed, lease in
            #expect(try await store.feeds(auditDueBy: .distantFuture, limit: 9).isEmpty)
            var feed = feed
            feed.auditDueAt = Sample.time(10)
            try await store.save(feed, under: lease)
            #expect(try await store.feeds(auditDueBy: Sample.time(9), limit: 9).isEmpty)
            #expect(try await store.feeds(auditDueBy: Sample.time(10), limit: 9) == [feed])
            try await store.postpone(auditOf: feed.id, until: Sample.time(20))
            #expect(try await store.feeds(auditDueBy: Sample.time(19), limit: 9).isEmpty)
            #expect(try await store.feed(id: feed.id)?.auditDueAt == Sample.time(20))
        }
    }

    @Test(arguments: Backend.allCases) func blocksAreStaleWhenTheirOwnersPatienceIsOver(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, feed, lease in
            func save(_ classId: String, hours: Int?, released: Bool = false, paused: Bool = false) async throws {
                var link = Sample.link(classId: classId)
                link.options.stale.releaseAfterHours = hours
                link.blocksReleasedAt = released ? Sample.start : nil
                if paused { link.pause(at: Sample.start) }
                try await store.save(link)
            }
            try await save("patient", hours: 2)
            try await save("hasty", hours: 1)
            try await save("keeps", hours: nil)
            try await save("released", hours: 1, released: true)
            try await save("paused", hours: 1, paused: true)
            func stale(_ hours: Double) async throws -> [String] {
                try await store.staleLinks(at: Sample.time(hours * 3_600), limit: 9).map(\.classId)
            }
            #expect(try await stale(99).isEmpty, "the calendar can be read")
            var feed = feed
            feed.unreachableSince = Sample.start
            try await store.save(feed, under: lease)
            #expect(try await stale(0.9).isEmpty)
            #expect(try await stale(1) == ["hasty"])
            #expect(try await stale(2) == ["hasty", "patient"])
            try await store.postpone(
                releaseOf: ClassKey(accountId: "42", classId: "hasty"), until: Sample.time(3 * 3_600))
            #expect(try await stale(2) == ["patient"])
            #expect(try await stale(3) == ["hasty", "patient"])
        }
    }

    @Test(arguments: Backend.allCases) func anUnlinkingIsDueAfterAWhileUntilItIsDone(backend: Backend) async throws {
        try await backend.withStore { store in
            func begin(_ classId: String, _ seconds: TimeInterval) async throws {
                var link = Sample.link(classId: classId)
                link.revision = try await store.save(link)
                try await store.begin(Unlinking(link: link, removal: .future, requestedAt: Sample.time(seconds)))
            }
            func due(_ seconds: TimeInterval) async throws -> [String] {
                try await store.unlinkings(dueBy: Sample.time(seconds), limit: 9).map(\.link.classId)
            }
            try await begin("late", 60)
            try await begin("early", 0)
            let patience = Unlinking.patience
            #expect(try await due(patience - 1).isEmpty)
            #expect(try await due(patience) == ["early"])
            #expect(try await due(patience + 60) == ["early", "late"])
            #expect(try await store.unlinkings(dueBy: Sample.time(patience + 60), limit: 1).count == 1)

            let early = ClassKey(accountId: "42", classId: "early")
            try await store.postpone(unlinkingOf: early, until: Sample.time(9_000))
            #expect(try await due(patience + 60) == ["late"])
            var unlinking = try #require(try await store.unlinking(early))
            unlinking.revision = try await store.save(unlinking)
            #expect(try await due(8_999) == ["late"], "what a worker notes does not make it due")
            #expect(try await due(9_000) == ["late", "early"])
            unlinking.certificate = UnlinkCertificate(issuedAt: Sample.time(1))
            try await store.save(unlinking)
            #expect(try await due(9_000) == ["late"])
        }
    }

    @Test(arguments: Backend.allCases) func openIntentsAreDueAfterAWhileUnlessTheirInputIsParked(
        backend: Backend
    ) async throws {
        try await backend.withStore { store in
            func due(_ seconds: TimeInterval) async throws -> [String] {
                try await store.bookings(intentsDueBy: Sample.time(seconds), limit: 9).map(\.booking.subscriptionId)
            }
            func begin(_ subscriptionId: String, _ seconds: TimeInterval) async throws -> BookingState {
                var state = Sample.booking(subscriptionId, mirrors: 1)
                state.begin(
                    MirrorIntent(inputId: "e1", mirror: try #require(state.mirrors.first)), at: Sample.time(seconds))
                state.revision = try await store.save(state)
                return state
            }
            try await store.save(Sample.booking("done", mirrors: 1))
            var early = try await begin("early", 0)
            _ = try await begin("late", 60)
            let patience = MirrorIntent.patience
            #expect(try await due(patience - 1).isEmpty)
            #expect(try await due(patience) == ["early"])
            #expect(try await due(patience + 60) == ["early", "late"])
            #expect(try await store.bookings(intentsDueBy: Sample.time(patience + 60), limit: 1).count == 1)
            let found = try await store.bookings(intentsDueBy: Sample.time(patience), limit: 9)
            #expect(found.map(\.intentsSince) == [Sample.time(0)] && found.map(\.revision) == [early.revision])

            try await store.postpone(intentsOf: early.booking, until: Sample.time(9_000))
            #expect(try await due(8_999) == ["late"])
            #expect(try await due(9_000) == ["late", "early"])

            try await store.park(
                Sample.parked(Booking.workKey(accountId: "42", subscriptionId: "late"), offset: 1))
            #expect(try await due(9_000) == ["early"])
            early.end { $0.inputId == "e1" }
            early.revision = try await store.save(early)
            #expect(try await due(9_000).isEmpty)
            try await store.postpone(intentsOf: early.booking, until: Sample.time(0))
            #expect(try await due(9_000).isEmpty, "what is done is not made due again")
        }
    }
}
