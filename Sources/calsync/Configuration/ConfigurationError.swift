/// Settings that cannot be worked with; all problems at once.
struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    let problems: [ConfigurationProblem]

    var description: String {
        "wrong configuration\n" + problems.map { "  \($0)" }.joined(separator: "\n")
    }
}
