import ArgumentParser

/// How commands end, after sysexits(3).
enum CommandExit {
    /// A dependency was not reachable within the start deadline.
    static let unavailable = ExitCode(69)
    static let wrongConfiguration = ExitCode(78)
}
