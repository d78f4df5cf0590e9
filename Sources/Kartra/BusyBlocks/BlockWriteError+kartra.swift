import CalendarSync

extension BlockWriteError {
    /// - Parameter blocks: the ids of those whose changes were not made; nil: of none were they made.
    init(_ error: KartraError, blocks: Set<String>? = nil) {
        switch error {
        case .unauthorized(let reason): self = .unauthorized(reason: reason)
        case .transient(let reason, let after): self = .retriable(reason: reason, after: after)
        // What was asked for may have been done; asking again does no harm.
        case .unreadableAnswer: self = .retriable(reason: "unreadable answer", after: nil)
        case .refused(let reason): self = .permanent(reason: reason, blocks: blocks)
        }
    }
}
