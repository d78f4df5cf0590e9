public import Foundation
public import Records

/// What became of dead letters: the topic keeps their bytes, the store whether they are still open. A letter is known by
/// the place of its source, so that one written twice is one.
public protocol DeadLetterStore: Sendable {
    /// Notes an open letter; one that is known stays as it is.
    func note(_ letter: DeadLetterNote) async throws
    /// Ends a letter, noted before or not; one that has ended stays as it is.
    func end(_ letter: DeadLetterNote, as ending: DeadLetterNote.Ending, at time: Date) async throws
    /// The letters of a partition that have ended, by their sources' offsets.
    func endedDeadLetters(of partition: TopicPartition) async throws -> [Int64: DeadLetterNote.Ending]
    /// - Parameter accountId: nil: of all accounts, and those of which none is known.
    func openDeadLetterCount(accountId: String?) async throws -> Int
}
