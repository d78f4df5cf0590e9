import CalendarSync
import Foundation
import Records
import Testing

@Suite struct DeadLetterStoreTests {
    private let partition = TopicPartition(topic: "kartra.appointments", partition: 3)

    private func letter(_ offset: Int64, account: String? = "42", partition: TopicPartition? = nil) -> DeadLetterNote {
        DeadLetterNote(
            source: RecordPosition(topicPartition: partition ?? self.partition, offset: offset), accountId: account,
            classId: "310", reason: "invalid_value", writtenAt: Sample.time(Double(offset)))
    }

    @Test(arguments: Backend.allCases) func aLetterNotedTwiceIsOne(backend: Backend) async throws {
        try await backend.withStore { store in
            for _ in 0..<2 { try await store.note(letter(1)) }
            try await store.note(letter(2, account: nil))
            try await store.note(
                letter(1, account: "43", partition: TopicPartition(topic: "google.pings", partition: 3)))
            #expect(try await store.openDeadLetterCount(accountId: nil) == 3)
            #expect(try await store.openDeadLetterCount(accountId: "42") == 1)
            #expect(try await store.endedDeadLetters(of: partition).isEmpty)
        }
    }

    @Test(arguments: Backend.allCases) func theFirstEndingStands(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.note(letter(1))
            try await store.end(letter(1), as: .replayed, at: Sample.time(9))
            try await store.end(letter(1), as: .discarded, at: Sample.time(10))
            #expect(try await store.endedDeadLetters(of: partition) == [1: .replayed])
            // Noted again by a worker that repeats its input.
            try await store.note(letter(1))
            #expect(try await store.openDeadLetterCount(accountId: nil) == 0)
        }
    }

    @Test(arguments: Backend.allCases) func aLetterThatWasNeverNotedCanEnd(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.end(letter(7), as: .discarded, at: Sample.time(9))
            #expect(try await store.endedDeadLetters(of: partition) == [7: .discarded])
            #expect(try await store.openDeadLetterCount(accountId: nil) == 0)
        }
    }
}
