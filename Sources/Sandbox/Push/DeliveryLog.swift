import Synchronization

/// What became of the last notifications and pings, for `/control`.
final class DeliveryLog: Sendable {
    struct Entry: Sendable {
        let target: String
        let what: String
        let attempt: Int
        /// A status code, or why there is none.
        let outcome: String
    }

    private static let capacity = 1000
    private let entries = Mutex<[Entry]>([])

    func append(_ entry: Entry) {
        entries.withLock { entries in
            entries.append(entry)
            if entries.count > 2 * Self.capacity { entries.removeFirst(Self.capacity) }
        }
    }

    var json: JSONValue {
        .array(
            entries.withLock { $0.suffix(Self.capacity) }.map {
                [
                    "target": .string($0.target), "what": .string($0.what), "attempt": .integer($0.attempt),
                    "outcome": .string($0.outcome),
                ]
            })
    }
}
