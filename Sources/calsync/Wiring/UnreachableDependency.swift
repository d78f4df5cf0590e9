/// Something that must be there at the start did not answer in time.
struct UnreachableDependency: Error, Sendable, CustomStringConvertible {
    let name: String
    let key: String
    let reason: String

    var description: String { "\(name) cannot be reached (\(key)): \(reason)" }
}
