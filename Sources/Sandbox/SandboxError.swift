/// Why a sandbox cannot start.
public enum SandboxError: Error, Sendable, Equatable {
    /// An account is named twice, or one of its calendars has an unknown time zone or access role.
    case invalidAccount(email: String)
    /// A Kartra account, calendar or class is named twice, or a time zone is unknown.
    case invalidKartraAccount(id: String)
    /// The server stopped before it had a port.
    case stoppedBeforeListening
}
