public import Foundation

/// A value that goes into a statement or comes out of a column.
public enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    /// An instant as a column keeps it: seconds since 2001-01-01 UTC, the one number that gives the same `Date` back.
    public static func date(_ date: Date?) -> SQLValue {
        date.map { .real($0.timeIntervalSinceReferenceDate) } ?? .null
    }

    public static func text(orNull text: String?) -> SQLValue {
        text.map { .text($0) } ?? .null
    }

    public static func integer(orNull number: Int64?) -> SQLValue {
        number.map { .integer($0) } ?? .null
    }

    public static func blob(orNull bytes: [UInt8]?) -> SQLValue {
        bytes.map { .blob($0) } ?? .null
    }
}
