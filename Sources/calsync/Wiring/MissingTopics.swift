/// Topics that nobody has created. A broker left to make them by itself would give them one partition and settings of its own.
struct MissingTopics: Error, Sendable, CustomStringConvertible {
    let names: [String]

    var description: String { "missing: \(names.joined(separator: ", ")); `calsync topics create` makes them" }
}
