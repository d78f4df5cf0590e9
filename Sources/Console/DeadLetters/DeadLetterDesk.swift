import CalendarSync
import Foundation
import Records

/// Where operators look at dead letters and decide about them, by pages and by calls.
struct DeadLetterDesk: Sendable {
    static let defaultLimit = 50
    static let largestLimit = 200
    /// So many letters are replayed or discarded by one call: what is left is said, and takes another.
    static let mostAtOnce = 500

    struct LetterPage: Sendable {
        let entries: [DeadLetterEntry]
        /// Of all pages.
        let total: Int
        /// Where the next page begins; nil: this is the last one.
        let next: DeadLetterCursor?
    }

    struct Progress: Sendable {
        let done: Int
        let remaining: Int
    }

    let box: DeadLetterBox
    let producer: any RecordProducer
    let now: @Sendable () -> Date

    /// Newest first.
    func page(
        _ filter: DeadLetterFilter, ended: Bool, after cursor: DeadLetterCursor? = nil, limit: Int = defaultLimit
    ) async throws -> LetterPage {
        let all = try await asking { try await box.entries(filter, ended: ended) }
            .sorted { DeadLetterCursor.precedes(DeadLetterCursor($0), DeadLetterCursor($1)) }
        let rest =
            cursor.map { cursor in all.drop { !DeadLetterCursor.precedes(cursor, DeadLetterCursor($0)) } } ?? all[...]
        let entries = Array(rest.prefix(limit))
        return LetterPage(
            entries: entries, total: all.count, next: rest.count > limit ? entries.last.map(DeadLetterCursor.init) : nil
        )
    }

    func letter(
        _ name: DeadLetterName
    ) async throws -> (letter: ReadDeadLetter, ending: DeadLetterNote.Ending?) {
        guard let found = try await asking({ try await box.letter(name) }) else { throw ConsoleError.unknownLetter }
        return found
    }

    /// The open letters that are meant, in the order in which they would be replayed.
    /// - Throws: `ConsoleError.unknownLetter` where one that is named is not open.
    func open(_ selection: DeadLetterSelection) async throws -> [DeadLetterEntry] {
        let found = try await asking { try await box.entries(of: selection.names, selection.filter) }
        guard Set(selection.names).isSubset(of: found.map(\.name)) else { throw ConsoleError.unknownLetter }
        return found
    }

    /// As many of them as one call may.
    func end(_ selection: DeadLetterSelection, as ending: DeadLetterNote.Ending) async throws -> Progress {
        let meant = try await open(selection)
        guard !meant.isEmpty else { return Progress(done: 0, remaining: 0) }
        // Only now are bytes kept, and of these only.
        let names = meant.prefix(Self.mostAtOnce).map(\.name)
        try await asking {
            let letters = try await box.open(names, selection.filter)
            switch ending {
            case .replayed: try await box.replay(letters, by: producer, now: now)
            case .discarded: try await box.discard(letters, now: now)
            }
        }
        return Progress(done: names.count, remaining: meant.count - names.count)
    }

    /// What neither the store nor we have thrown comes from the broker.
    private func asking<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error where error is ConsoleError || error is StoreError || error is CancellationError {
            throw error
        } catch {
            throw ConsoleError.brokerUnavailable
        }
    }
}
