public import Foundation

/// One row of an answer. A column that is absent, NULL or of another type reads as nil.
public struct SQLRow: Hashable, Sendable {
    let columns: [String]
    private let values: [SQLValue]

    /// `columns` names the values, in the same order.
    public init(columns: [String], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    public func integer(_ column: String) -> Int64? {
        guard case .integer(let number) = self[column] else { return nil }
        return number
    }

    public func text(_ column: String) -> String? {
        guard case .text(let text) = self[column] else { return nil }
        return text
    }

    public func blob(_ column: String) -> [UInt8]? {
        guard case .blob(let bytes) = self[column] else { return nil }
        return bytes
    }

    /// What `SQLValue.date` wrote.
    public func date(_ column: String) -> Date? {
        switch self[column] {
        case .real(let seconds): Date(timeIntervalSinceReferenceDate: seconds)
        // SQLite keeps a whole number so, and shows it to RETURNING.
        case .integer(let seconds): Date(timeIntervalSinceReferenceDate: TimeInterval(seconds))
        case .null, .text, .blob: nil
        }
    }

    subscript(column: String) -> SQLValue {
        guard let index = columns.firstIndex(of: column), index < values.count else { return .null }
        return values[index]
    }
}
