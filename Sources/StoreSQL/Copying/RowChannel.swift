import Foundation

/// Hands rows from the thread that reads to the thread that writes. Both belong to databases and may wait.
///
/// `@unchecked`: `condition` protects every variable.
final class RowChannel: @unchecked Sendable {
    enum Side { case reader, writer }

    enum Item {
        /// Before a table's rows.
        case table(StoreTable, rows: Int)
        case rows([SQLRow])
        case end
    }

    /// How many items wait at most.
    private static let capacity = 4

    private let condition = NSCondition()
    private var items: [Item] = []
    private var failure: (any Error)?
    private var begun: Set<Side> = []

    /// A transaction that is run again, for its connection broke, cannot go on where it was, and is refused.
    func begin(_ side: Side) throws {
        try condition.withLock {
            guard begun.insert(side).inserted else { throw StoreCopyError.interrupted }
        }
    }

    func send(_ item: Item) throws {
        condition.lock()
        defer { condition.unlock() }
        while items.count >= Self.capacity && failure == nil { condition.wait() }
        if let failure { throw failure }
        items.append(item)
        condition.broadcast()
    }

    func receive() throws -> Item {
        condition.lock()
        defer { condition.unlock() }
        while items.isEmpty && failure == nil { condition.wait() }
        if let failure { throw failure }
        defer { condition.broadcast() }
        return items.removeFirst()
    }

    /// Ends both sides with the first error.
    func fail(_ error: any Error) {
        condition.withLock {
            failure = failure ?? error
            condition.broadcast()
        }
    }
}
