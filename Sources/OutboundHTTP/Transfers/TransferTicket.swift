import Synchronization

/// What a caller keeps of its transfer: its identity, and whether the caller has given up.
final class TransferTicket: Sendable {
    private let cancelled = Atomic<Bool>(false)

    var id: ObjectIdentifier { ObjectIdentifier(self) }

    /// A cancellation may overtake the start it belongs to; the driver looks here before it starts.
    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    func cancel() {
        cancelled.store(true, ordering: .releasing)
    }
}
