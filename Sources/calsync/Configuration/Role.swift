/// What a process does. Any number of processes may have any role.
enum Role: String, CaseIterable, Sendable {
    /// Takes pings in.
    case receiver
    /// Handles records.
    case worker
    /// Asks for what is due.
    case scheduler
    /// Offers the set-up.
    case console
}
