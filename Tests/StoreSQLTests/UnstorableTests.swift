import CalendarSync
import Foundation
import Records
import Testing
import TestSupport

@testable import StoreSQL

/// What a database can never hold is told from what it does not do now, so that nobody repeats it for ever.
@Suite struct UnstorableTests {
    private static let nul = StoreError.unstorable("a text with a NUL cannot be stored")

    private func letter(account: String) -> DeadLetterNote {
        DeadLetterNote(
            source: RecordPosition(topicPartition: TopicPartition(topic: "t", partition: 0), offset: 1),
            accountId: account, classId: nil, reason: "invalid_value", writtenAt: Sample.start)
    }

    @Test(arguments: Backend.allCases) func aTextWithANULIsRefusedForGood(backend: Backend) async throws {
        try await backend.withStore { store in
            await #expect(throws: Self.nul) { try await store.isParked(key: "booking/42\u{0}/9001") }
            await #expect(throws: Self.nul) { try await store.park(Sample.parked("booking/42\u{0}/9001", offset: 1)) }
            await #expect(throws: Self.nul) { try await store.note(letter(account: "42\u{0}")) }
            try await store.note(letter(account: "42"))
            #expect(try await store.openDeadLetterCount(accountId: "42") == 1, "the store goes on")
        }
    }

    @Test func aKeyThatAnIndexOfPostgreSQLDoesNotTakeIsRefusedForGood() async throws {
        var random = SeededGenerator(seed: 1)
        // Of random digits: one that repeats itself would be compressed first.
        let account = (0..<8_000).map { _ in String(UInt8.random(in: 0...15, using: &random), radix: 16) }.joined()
        try await Backend.postgresql.withStore { store in
            await #expect(
                throws: StoreError.unstorable(
                    "PostgreSQL error 54000: a key is too long to be indexed (table dead_letters)")
            ) { try await store.note(letter(account: account)) }
            try await store.note(letter(account: "42"))
            #expect(try await store.openDeadLetterCount(accountId: "42") == 1, "the store goes on")
        }
    }

    @Test(
        arguments: [
            ("22001", true), ("22003", true), ("22021", true), ("22P05", true), ("54000", true), ("53100", false),
            ("23505", false), ("40001", false), ("57014", false), (nil, false),
        ] as [(String?, Bool)])
    func whatTheServerCannotHoldIsToldFromWhatItDoesNotDoNow(sqlState: String?, isForGood: Bool) {
        switch PostgreSQLFailure(sqlState: sqlState).error {
        case .unstorable: #expect(isForGood)
        case .unavailable: #expect(!isForGood)
        case .conflict, .fenced, .corrupt: Issue.record("of another kind")
        }
    }
}
