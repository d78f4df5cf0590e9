import CalendarSync
import Foundation
import Records
import Testing

@Suite struct ParkingStoreTests {
    @Test(arguments: Backend.allCases) func aParkedRecordComesBackByteForByte(backend: Backend) async throws {
        try await backend.withStore { store in
            let everyByte = (0...255).map { UInt8($0) }
            let headers = RecordHeaders([
                .init(name: "a", value: nil), .init(name: "a", value: []), .init(name: "ü", value: everyByte),
            ])
            let records = [
                Sample.parked("k", offset: 0, accountId: nil, recordKey: nil, value: nil),
                Sample.parked("k", offset: 1, recordKey: [], value: []),
                Sample.parked("k", offset: 2, recordKey: everyByte, value: everyByte, headers: headers),
                Sample.parked("k", offset: .max, condition: .reconnect(integrationId: "int:1")),
            ]
            for record in records { try await store.park(record) }
            #expect(try await store.parked(key: "k", limit: 9) == records)
        }
    }

    @Test(arguments: Backend.allCases) func aTimestampIsKept(backend: Backend) async throws {
        try await backend.withStore { store in
            let record = ConsumedRecord(
                topicPartition: TopicPartition(topic: "t", partition: 0), offset: 5,
                timestampMilliseconds: 1_800_000_000_123, key: nil, value: nil, headers: [:])
            let parked = ParkedRecord(
                key: "k", accountId: nil, record: record, reason: .quotaExceeded, condition: .time,
                parkedAt: Sample.time(0.1), dueAt: Sample.time(0.7))
            try await store.park(parked)
            #expect(try await store.parked(key: "k", limit: 1) == [parked])
        }
    }

    @Test(arguments: Backend.allCases) func recordsOfAKeyKeepTheirOrder(backend: Backend) async throws {
        try await backend.withStore { store in
            // Offsets fall, so that only the order of parking can explain the answer.
            let records = (0..<30).map { Sample.parked("k", offset: Int64(100 - $0)) }
            for record in records {
                try await store.park(record)
                try await store.park(Sample.parked("other", offset: record.record.offset + 1_000))
            }
            #expect(try await store.parked(key: "k", limit: 99) == records)
            #expect(try await store.parked(key: "k", limit: 3) == Array(records.prefix(3)))

            // What is parked after the last one was taken out still comes last.
            try await store.unpark(records[29])
            try await store.unpark(records[0])
            let late = Sample.parked("k", offset: 7)
            try await store.park(late)
            #expect(try await store.parked(key: "k", limit: 99) == records[1...28] + [late])
        }
    }

    @Test(arguments: Backend.allCases) func aRecordDeliveredAgainStaysAsItIs(backend: Backend) async throws {
        try await backend.withStore { store in
            let first = Sample.parked("k", offset: 1)
            try await store.park(first)
            try await store.park(Sample.parked("k", offset: 2))
            try await store.park(Sample.parked("k", offset: 1, value: Array("changed".utf8), dueAt: Sample.time(99)))
            #expect(try await store.parked(key: "k", limit: 9).first == first)
            #expect(try await store.parkedCount(accountId: nil) == 2)
        }
    }

    @Test(arguments: Backend.allCases) func aKeyIsParkedWhileARecordOfItIs(backend: Backend) async throws {
        try await backend.withStore { store in
            let record = Sample.parked("k", offset: 1)
            #expect(try await store.isParked(key: "k") == false)
            try await store.park(record)
            #expect(try await store.isParked(key: "k"))
            #expect(try await store.isParked(key: "K") == false)
            try await store.unpark(record)
            try await store.unpark(record)
            #expect(try await store.isParked(key: "k") == false)
        }
    }

    @Test(arguments: Backend.allCases) func aKeyIsDueWhenItsFirstRecordIs(backend: Backend) async throws {
        try await backend.withStore { store in
            let head = Sample.parked("a", offset: 1, dueAt: Sample.time(50))
            try await store.park(head)
            try await store.park(Sample.parked("a", offset: 2, dueAt: Sample.time(10)))
            try await store.park(Sample.parked("b", offset: 3, dueAt: Sample.time(30)))
            try await store.park(Sample.parked("c", offset: 4, dueAt: Sample.time(20)))
            #expect(try await store.parkedKeys(dueBy: Sample.time(19), limit: 9) == [])
            #expect(try await store.parkedKeys(dueBy: Sample.time(30), limit: 9) == ["c", "b"])
            #expect(try await store.parkedKeys(dueBy: Sample.time(50), limit: 9) == ["c", "b", "a"])
            #expect(try await store.parkedKeys(dueBy: Sample.time(50), limit: 1) == ["c"])
            try await store.unpark(head)
            #expect(try await store.parkedKeys(dueBy: Sample.time(10), limit: 9) == ["a"])
        }
    }

    @Test(arguments: Backend.allCases) func aPostponedKeyIsDueLater(backend: Backend) async throws {
        try await backend.withStore { store in
            for offset in 1...3 as ClosedRange<Int64> { try await store.park(Sample.parked("k", offset: offset)) }
            try await store.park(Sample.parked("other", offset: 4))
            try await store.postpone(parkedKey: "k", until: Sample.time(600))
            #expect(try await store.parkedKeys(dueBy: Sample.time(599), limit: 9) == ["other"])
            #expect(try await store.parkedKeys(dueBy: Sample.time(600), limit: 9) == ["other", "k"])
            #expect(
                try await store.parked(key: "k", limit: 9).map(\.dueAt) == Array(repeating: Sample.time(600), count: 3))
        }
    }

    @Test(arguments: Backend.allCases) func aKeyThatIsParkedAgainSaysWhatItWaitsForNow(backend: Backend) async throws {
        try await backend.withStore { store in
            for offset in 1...2 as ClosedRange<Int64> { try await store.park(Sample.parked("k", offset: offset)) }
            let mine = ParkingCondition.reconnect(integrationId: "mine")
            let first = try #require(try await store.parked(key: "k", limit: 1).first)
            try await store.parkAgain(first.waiting(.reconnectNeeded, until: mine, dueAt: Sample.time(600)))
            let parked = try await store.parked(key: "k", limit: 9)
            #expect(parked.map(\.reason) == [.reconnectNeeded, .retriesExhausted])
            #expect(parked.map(\.condition) == [mine, .time])
            #expect(try await store.parkedKeys(dueBy: Sample.time(599), limit: 9).isEmpty)
            try await store.release(waitingFor: mine, at: Sample.start)
            #expect(try await store.parkedKeys(dueBy: Sample.start, limit: 9) == ["k"])
        }
    }

    /// A ping names its feed, and not the account.
    @Test(arguments: Backend.allCases) func whatIsParkedOfAFeedIsItsAccountsToo(backend: Backend) async throws {
        try await backend.withStore { store in
            let link = Sample.link()
            try await store.save(link)
            let key = Feed.workKey(id: link.feedId)
            try await store.park(Sample.parked(key, offset: 1, accountId: nil, dueAt: .distantFuture))
            try await store.park(Sample.parked("feed/other", offset: 2, accountId: nil, dueAt: .distantFuture))
            #expect(try await store.parkedCount(accountId: link.accountId) == 1)
            #expect(try await store.parkedCount(accountId: "44") == 0)
            try await store.release(accountId: link.accountId, at: Sample.start)
            #expect(try await store.parkedKeys(dueBy: Sample.start, limit: 9) == [key])
        }
    }

    @Test(arguments: Backend.allCases) func aConditionThatIsMetMakesItsKeysDue(backend: Backend) async throws {
        try await backend.withStore { store in
            let mine = ParkingCondition.reconnect(integrationId: "mine")
            try await store.park(Sample.parked("a", offset: 1, condition: mine, dueAt: .distantFuture))
            try await store.park(Sample.parked("a", offset: 2, condition: .time, dueAt: .distantFuture))
            try await store.park(
                Sample.parked("b", offset: 3, condition: .reconnect(integrationId: "other"), dueAt: .distantFuture))
            try await store.park(Sample.parked("c", offset: 4, condition: .time, dueAt: .distantFuture))

            try await store.release(waitingFor: mine, at: Sample.start)
            #expect(try await store.parkedKeys(dueBy: Sample.start, limit: 9) == ["a"])
            try await store.unpark(Sample.parked("a", offset: 1))
            #expect(try await store.parkedKeys(dueBy: Sample.start, limit: 9) == ["a"], "the whole key is due")
        }
    }

    @Test(arguments: Backend.allCases) func anAccountsKeysAreMadeDueByHand(backend: Backend) async throws {
        try await backend.withStore { store in
            let reconnect = ParkingCondition.reconnect(integrationId: "mine")
            try await store.park(Sample.parked("a", offset: 1, condition: reconnect, dueAt: .distantFuture))
            try await store.park(Sample.parked("b", offset: 2, condition: .time, dueAt: .distantFuture))
            try await store.park(Sample.parked("c", offset: 3, accountId: "43", dueAt: .distantFuture))
            try await store.release(accountId: "42", at: Sample.start)
            #expect(try await store.parkedKeys(dueBy: Sample.start, limit: 9).sorted() == ["a", "b"])
        }
    }

    @Test(arguments: Backend.allCases) func parkedRecordsAreCountedByAccount(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.park(Sample.parked("a", offset: 1))
            try await store.park(Sample.parked("a", offset: 2))
            try await store.park(Sample.parked("b", offset: 3, accountId: "43"))
            try await store.park(Sample.parked("c", offset: 4, accountId: nil))
            #expect(try await store.parkedCount(accountId: nil) == 4)
            #expect(try await store.parkedCount(accountId: "42") == 2)
            #expect(try await store.parkedCount(accountId: "44") == 0)
        }
    }

    @Test(arguments: Backend.allCases) func whatIsParkedIsToldByClassFeedAndReason(backend: Backend) async throws {
        try await backend.withStore { store in
            let link = ClassLink(
                accountId: "42", classId: "310", calendarId: "77", integrationId: "i", googleCalendarId: "c",
                options: LinkOptions())
            _ = try await store.save(link)
            let feed = Feed.workKey(id: link.feedId)
            for record in [
                Sample.parked("booking/1", offset: 1, reason: .quotaExceeded, dueAt: Sample.time(90)),
                Sample.parked("booking/2", offset: 2, reason: .quotaExceeded, dueAt: Sample.time(30)),
                Sample.parked("booking/3", offset: 3, classId: "311"),
                Sample.parked(feed, offset: 4, accountId: nil, classId: nil, dueAt: Sample.time(10)),
                Sample.parked("booking/4", offset: 5, accountId: "43"),
                Sample.parked("feed/of-nobody", offset: 6, accountId: nil, classId: nil),
                Sample.parked("integration/i", offset: 7, classId: nil, reason: .reconnectNeeded),
            ] { try await store.park(record) }
            let groups = try await store.parkedGroups(accountId: "42")
            func group(
                _ classId: String?, _ feedId: String?, _ reason: SyncResult.Reason, _ count: Int, _ due: TimeInterval
            ) -> ParkedGroup {
                ParkedGroup(classId: classId, feedId: feedId, reason: reason, count: count, dueAt: Sample.time(due))
            }
            #expect(
                Set(groups) == [
                    group("310", nil, .quotaExceeded, 2, 30), group("311", nil, .retriesExhausted, 1, 60),
                    group(nil, link.feedId, .retriesExhausted, 1, 10), group(nil, nil, .reconnectNeeded, 1, 60),
                ])
            #expect(groups.count == 4)
        }
    }
}
