/// Why busy blocks could not be written.
public enum BlockWriteError: Error, Hashable, Sendable {
    /// Try again, after the given time where the other side named one.
    case retriable(reason: String, after: Duration?)
    /// Our credentials are refused: an operator must act.
    case unauthorized(reason: String)
    /// The other side will never take this.
    case permanent(reason: String)
}
