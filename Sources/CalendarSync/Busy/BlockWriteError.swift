/// Why busy blocks could not be written.
public enum BlockWriteError: Error, Hashable, Sendable {
    /// Try again, after the given time where the other side named one.
    case retriable(reason: String, after: Duration?)
    /// Not tried at all, as too much of the same account waits already: again after this time.
    case held(for: Duration)
    /// Our credentials are refused: an operator must act.
    case unauthorized(reason: String)
    /// The other side will never take these blocks, named by id, as they are; the others were written or removed. Nil: it
    /// took none.
    case permanent(reason: String, blocks: Set<String>? = nil)
}
