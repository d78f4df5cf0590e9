import CalendarSync
import Foundation
import Kafka
import Records
import Synchronization

/// The dead letters of an installation: their bytes in the topic, what became of them in the store.
struct DeadLetterBox: Sendable {
    let reader: TopicReader
    let store: any DeadLetterStore
    let topics: Topics

    /// In the order of the topic, each source once.
    /// - Parameters:
    ///   - ended: whether those that have ended are wanted as well.
    ///   - keep: what is kept in memory of a letter; nil leaves it out.
    func letters<Kept: Sendable>(
        ended: Bool = false, _ keep: @escaping @Sendable (ReadDeadLetter) -> Kept?
    ) async throws -> [(kept: Kept, ending: DeadLetterNote.Ending?)] {
        let found = Mutex((seen: Set<RecordPosition>(), letters: [(source: RecordPosition, kept: Kept)]()))
        try await reader.read(topics.deadLetters, progress: Self.report) { record in
            guard let letter = ReadDeadLetter(record), let kept = keep(letter) else { return }
            found.withLock { found in
                if found.seen.insert(letter.source).inserted { found.letters.append((letter.source, kept)) }
            }
        }
        let letters = found.withLock { $0.letters }
        var endings: [TopicPartition: [Int64: DeadLetterNote.Ending]] = [:]
        for partition in Set(letters.map(\.source.topicPartition)) {
            endings[partition] = try await store.endedDeadLetters(of: partition)
        }
        return letters.compactMap { letter in
            let ending = endings[letter.source.topicPartition]?[letter.source.offset]
            return ended || ending == nil ? (letter.kept, ending) : nil
        }
    }

    /// The open letters of these names, or all that the filter lets through where none is named.
    func open(_ names: [DeadLetterName], _ filter: DeadLetterFilter) async throws -> [ReadDeadLetter] {
        let wanted = Set(names.map(\.source))
        return try await letters { letter in
            (wanted.isEmpty || wanted.contains(letter.source)) && filter.matches(letter) ? letter : nil
        }.map(\.kept)
    }

    private static func report(_ done: Int64, of total: Int64) {
        if done.isMultiple(of: 5_000) { StandardError.print("read \(done) of \(total) dead letters") }
    }
}
