/// Why the store did not do what it was asked.
public enum StoreError: Error, Hashable, Sendable {
    /// The row was changed since it was read: read again and decide anew.
    case conflict
    /// The feed's lease has gone to another worker: drop the work.
    case fenced
    /// Not reachable, busy or full: try later.
    case unavailable(String)
    /// It can never hold a value that it was given, such as a text with a NUL or a key too long for its index: to repeat
    /// it changes nothing. Quotes no value.
    case unstorable(String)
    /// A row cannot be read: an operator must look at it.
    case corrupt(table: String, key: String)
}
