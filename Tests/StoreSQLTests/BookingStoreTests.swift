import CalendarSync
import Foundation
import Testing
import TestSupport

@testable import StoreSQL

@Suite struct BookingStoreTests {
    @Test(arguments: Backend.allCases) func aBookingComesBackAsSaved(backend: Backend) async throws {
        try await backend.withStore { store in
            #expect(try await store.booking(accountId: "42", subscriptionId: "9001") == nil)
            var state = Sample.booking("9001", mirrors: 2)
            state.revision = try await store.save(state)
            #expect(state.revision == 1)
            #expect(try await store.booking(accountId: "42", subscriptionId: "9001") == state)
            #expect(try await store.booking(accountId: "43", subscriptionId: "9001") == nil)

            state.lastResult = nil
            state.mirrors = []
            state.revision = try await store.save(state)
            #expect(state.revision == 2)
            #expect(try await store.booking(accountId: "42", subscriptionId: "9001") == state)
        }
    }

    @Test(arguments: Backend.allCases) func everyInstantComesBackExactly(backend: Backend) async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        var times = [Date.distantPast, .distantFuture, Date(timeIntervalSinceReferenceDate: 0)]
        for _ in 0..<200 {
            times.append(Date(timeIntervalSinceReferenceDate: .random(in: -4e9...4e9, using: &random)))
        }
        try await backend.withStore { store in
            for (index, time) in times.enumerated() {
                let state = Sample.booking("\(index)", startsAt: time)
                try await store.save(state)
                try await store.ensure(Sample.feed("\(index)", dueAt: time))
                let stored = try await store.booking(accountId: "42", subscriptionId: "\(index)")
                #expect(stored?.booking == state.booking, "seed \(seed)")
                #expect(try await store.feed(id: Sample.feed("\(index)").id)?.dueAt == time, "seed \(seed)")
            }
        }
    }

    @Test(arguments: Backend.allCases) func ofManySaversAtOnceOneWinsEachRound(backend: Backend) async throws {
        try await backend.withStore { store in
            for round in 0..<5 as Range<Int64> {
                let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for saver in 0..<100 {
                        group.addTask {
                            var state = Sample.booking("9001")
                            state.revision = round
                            state.lastEventId = "\(round)-\(saver)"
                            do {
                                return try await store.save(state) == round + 1
                            } catch StoreError.conflict {
                                return false
                            }
                        }
                    }
                    return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                #expect(wins == 1)
                #expect(try await store.booking(accountId: "42", subscriptionId: "9001")?.revision == round + 1)
            }
        }
    }

    @Test(arguments: Backend.allCases) func bookingsOfAClassComeInPagesWithoutThoseThatAreOver(
        backend: Backend
    ) async throws {
        try await backend.withStore { store in
            for id in ["10", "9", "a", "B", "é"] { try await store.save(Sample.booking(id)) }
            try await store.save(Sample.booking("over", startsAt: Sample.time(-3_600)))
            try await store.save(Sample.booking("other class", classId: "311"))
            try await store.save(Sample.booking("other account", accountId: "43"))

            var ids: [String] = []
            var pages = 0
            while true {
                let page = try await store.bookings(
                    of: Sample.key, endingAfter: Sample.start, after: ids.last, limit: 2)
                if page.isEmpty { break }
                ids += page.map(\.booking.subscriptionId)
                pages += 1
            }
            // By bytes, the same in every database.
            #expect(ids == ["10", "9", "B", "a", "é"])
            #expect(try await store.bookingCount(of: Sample.key, endingAfter: Sample.start) == 5)
            #expect(pages == 3)
        }
    }

    @Test(arguments: Backend.allCases) func aBookingOfAnotherClassNowLeavesItsOldOne(backend: Backend) async throws {
        try await backend.withStore { store in
            let revision = try await store.save(Sample.booking("9001", mirrors: 2))
            var moved = Sample.booking("9001", classId: "311", mirrors: 1)
            moved.revision = revision
            try await store.save(moved)
            let before = Date.distantPast
            #expect(try await store.bookings(of: Sample.key, endingAfter: before, after: nil, limit: 9).isEmpty)
            #expect(try await store.mirrorCount(of: Sample.key) == 0)
            #expect(try await store.mirrorCount(of: ClassKey(accountId: "42", classId: "311")) == 1)
        }
    }

    @Test(arguments: Backend.allCases) func mirrorsAreCountedOverAllBookingsOfAClass(backend: Backend) async throws {
        try await backend.withStore { store in
            #expect(try await store.mirrorCount(of: Sample.key) == 0)
            try await store.save(Sample.booking("1", mirrors: 3))
            try await store.save(Sample.booking("2", mirrors: 2))
            try await store.save(Sample.booking("3", accountId: "43", mirrors: 7))
            #expect(try await store.mirrorCount(of: Sample.key) == 5)
        }
    }

    @Test(arguments: Backend.allCases) func bookingsOfSomeDaysAreThoseThatMayOverlapThem(
        backend: Backend
    ) async throws {
        try await backend.withURL { url in
            let store = try await openStore(url: url)
            let bounds = DateInterval(start: Sample.time(0), end: Sample.time(86_400))
            func ids() async throws -> [String] {
                try await store.bookings(of: Sample.key, within: bounds).map(\.booking.subscriptionId)
            }
            try await store.save(Sample.booking("inside", startsAt: Sample.time(3_600)))
            try await store.save(Sample.booking("into", startsAt: Sample.time(-1_800)))
            try await store.save(Sample.booking("out", startsAt: Sample.time(86_000)))
            try await store.save(Sample.booking("before", startsAt: Sample.time(-3_601)))
            try await store.save(Sample.booking("after", startsAt: Sample.time(86_400)))
            try await store.save(Sample.booking("other class", classId: "311", startsAt: Sample.time(3_600)))
            try await store.save(Sample.booking("other account", accountId: "43", startsAt: Sample.time(3_600)))
            #expect(try await ids() == ["inside", "into", "out"])

            // One that is moved is found where it is now, and where its event still stands.
            var moved = Sample.booking("inside", startsAt: Sample.time(200_000))
            moved.revision = 1
            moved.revision = try await store.save(moved)
            #expect(try await ids() == ["into", "out"])
            moved.mirrors = Sample.booking("inside", startsAt: Sample.time(3_600), mirrors: 1).mirrors
            try await store.save(moved)
            #expect(try await ids() == ["inside", "into", "out"])

            // What an earlier version has stored has no start beside it.
            try await store.change("UPDATE bookings SET starts_at = NULL")
            #expect(try await ids() == ["inside", "into", "out"])
            await store.close()
        }
    }

    @Test(arguments: Backend.allCases) func mirrorsAreCountedForAllClassesAtOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            #expect(try await store.mirrorCounts(accountId: "42").isEmpty)
            try await store.save(Sample.booking("1", mirrors: 3))
            try await store.save(Sample.booking("2", mirrors: 2))
            try await store.save(Sample.booking("3", classId: "311", mirrors: 1))
            try await store.save(Sample.booking("4", classId: "312"))
            try await store.save(Sample.booking("5", accountId: "43", mirrors: 7))
            #expect(try await store.mirrorCounts(accountId: "42") == ["310": 5, "311": 1])
        }
    }
}
