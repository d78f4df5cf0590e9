import CalendarSync
import Foundation
import Records
import Synchronization

/// Dead letters in memory.
final class FakeDeadLetters: DeadLetterStore {
    private let state = Mutex((notes: [DeadLetterNote](), endings: [RecordPosition: DeadLetterNote.Ending]()))

    private let unstorable: Set<String>

    /// - Parameter unstorable: accounts whose letters it can never hold.
    init(unstorable: Set<String> = []) {
        self.unstorable = unstorable
    }

    var notes: [DeadLetterNote] { state.withLock(\.notes) }

    func note(_ letter: DeadLetterNote) async throws {
        if let account = letter.accountId, unstorable.contains(account) {
            throw StoreError.unstorable("a text with a NUL cannot be stored")
        }
        state.withLock { state in
            if !state.notes.contains(where: { $0.source == letter.source }) { state.notes.append(letter) }
        }
    }

    func end(_ letter: DeadLetterNote, as ending: DeadLetterNote.Ending, at time: Date) async throws {
        state.withLock { $0.endings[letter.source] = $0.endings[letter.source] ?? ending }
    }

    func endedDeadLetters(of partition: TopicPartition) async throws -> [Int64: DeadLetterNote.Ending] {
        state.withLock { state in
            var endings: [Int64: DeadLetterNote.Ending] = [:]
            for (source, ending) in state.endings where source.topicPartition == partition {
                endings[source.offset] = ending
            }
            return endings
        }
    }

    func openDeadLetterCount(accountId: String?) async throws -> Int {
        state.withLock { state in
            state.notes.count {
                state.endings[$0.source] == nil && (accountId == nil || $0.accountId == accountId)
            }
        }
    }
}
