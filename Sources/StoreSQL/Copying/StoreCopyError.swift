/// Why a store was not copied. The target is then as it was.
public enum StoreCopyError: Error, Hashable, Sendable {
    case sameStore
    case sourceMissing
    case targetNotEmpty(table: String)
    /// The target has other rows than the source when all are copied.
    case incomplete(table: String, found: Int, expected: Int)
    /// A server broke off; the copy begins anew when it is asked for again.
    case interrupted
}

extension StoreCopyError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .sameStore: "The two addresses name one store."
        case .sourceMissing: "There is no file of the source's name. Nothing was copied; look at its path."
        case .targetNotEmpty(let table): "The target is not empty: its table \(table) has rows. Nothing was copied."
        case .incomplete(let table, let found, let expected):
            "The target's table \(table) has \(found) rows after the copy, not \(expected). Nothing was copied."
        case .interrupted: "A server broke off the copy. Nothing was copied; begin again."
        }
    }
}
