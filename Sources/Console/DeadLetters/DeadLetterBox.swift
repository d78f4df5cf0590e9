public import CalendarSync
public import Foundation
public import Records
import Synchronization

/// The dead letters of an installation: their bytes in the topic, what became of them in the store.
public struct DeadLetterBox: Sendable {
    private let reader: any RecordReader
    private let store: any DeadLetterStore
    private let topics: Topics
    private let progress: @Sendable (Int64, Int64) -> Void

    /// - Parameter progress: told how many letters of how many were read.
    public init(
        reader: any RecordReader, store: any DeadLetterStore, topics: Topics,
        progress: @escaping @Sendable (Int64, Int64) -> Void = { _, _ in }
    ) {
        self.reader = reader
        self.store = store
        self.topics = topics
        self.progress = progress
    }

    /// In the order of the topic, each source once.
    /// - Parameters:
    ///   - names: empty: of any name.
    ///   - ended: whether those that have ended are wanted as well.
    public func entries(
        of names: [DeadLetterName] = [], _ filter: DeadLetterFilter, ended: Bool = false
    ) async throws -> [DeadLetterEntry] {
        try await letters(names, filter, ended: ended, DeadLetterEntry.init).map { entry, ending in
            var entry = entry
            entry.ending = ending
            return entry
        }
    }

    /// The open letters of these names, or all that the filter lets through where none is named.
    public func open(_ names: [DeadLetterName], _ filter: DeadLetterFilter) async throws -> [ReadDeadLetter] {
        try await letters(names, filter, ended: false) { $0 }.map(\.kept)
    }

    /// Nil: none came from there, or Kafka no longer keeps it.
    public func letter(
        _ name: DeadLetterName
    ) async throws -> (letter: ReadDeadLetter, ending: DeadLetterNote.Ending?)? {
        try await letters([name], DeadLetterFilter(), ended: true) { $0 }.first.map { ($0.kept, $0.ending) }
    }

    /// Sends letters to their topics again, as they came. One after the other: those of one key keep their order.
    /// - Parameter told: which letter is where.
    public func replay(
        _ letters: [ReadDeadLetter], by producer: any RecordProducer, now: @Sendable () -> Date,
        told: (DeadLetterName, RecordPosition) -> Void = { _, _ in }
    ) async throws {
        for letter in letters {
            let place = try await producer.send(letter.replay)
            // Last: if this ends in between, the letter is open and may be sent once more, which handlers take.
            try await store.end(letter.note, as: .replayed, at: now())
            told(DeadLetterName(letter.source), place)
        }
    }

    /// Notes that nothing is to be done about letters.
    /// - Parameter progress: told how many are done, after each.
    public func discard(
        _ letters: [ReadDeadLetter], now: @Sendable () -> Date, progress: (Int) -> Void = { _ in }
    ) async throws {
        for (index, letter) in letters.enumerated() {
            try await store.end(letter.note, as: .discarded, at: now())
            progress(index + 1)
        }
    }

    /// - Parameter keep: what is kept in memory of a letter.
    private func letters<Kept: Sendable>(
        _ names: [DeadLetterName], _ filter: DeadLetterFilter, ended: Bool,
        _ keep: @escaping @Sendable (ReadDeadLetter) -> Kept
    ) async throws -> [(kept: Kept, ending: DeadLetterNote.Ending?)] {
        let wanted = Set(names.map(\.source))
        let found = Mutex((seen: Set<RecordPosition>(), letters: [(source: RecordPosition, kept: Kept)]()))
        try await reader.readAll(of: topics.deadLetters, progress: progress) { record in
            guard let letter = ReadDeadLetter(record), wanted.isEmpty || wanted.contains(letter.source),
                filter.matches(letter)
            else { return }
            let kept = keep(letter)
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
}
