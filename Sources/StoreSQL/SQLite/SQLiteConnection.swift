import CalendarSync
import Foundation
import GRDB

/// GRDB's connection behind ours. Every statement is kept prepared.
struct SQLiteConnection: SQLConnection {
    private let database: Database

    init(_ database: Database) {
        self.database = database
    }

    func execute(_ sql: String, _ values: [SQLValue]) throws -> Int {
        do {
            try database.cachedStatement(sql: sql).execute(arguments: try Self.arguments(values))
            return database.changesCount
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    func query(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow] {
        do {
            let statement = try database.cachedStatement(sql: sql)
            let columns = statement.columnNames
            let rows = try Row.fetchCursor(statement, arguments: try Self.arguments(values))
            var answer: [SQLRow] = []
            while let row = try rows.next() {
                answer.append(SQLRow(columns: columns, values: columns.indices.map { Self.value(row[$0]) }))
            }
            return answer
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    /// Whether the transaction still stands: SQLite gives it up by itself where the disk is full or fails.
    var isInTransaction: Bool { database.isInsideTransaction }

    private static func arguments(_ values: [SQLValue]) throws -> StatementArguments {
        StatementArguments(try values.map(argument))
    }

    private static func argument(_ value: SQLValue) throws -> (any DatabaseValueConvertible)? {
        switch value {
        case .null: return nil
        case .integer(let number): return number
        case .real(let number): return number
        case .blob(let bytes): return Data(bytes)
        case .text(let text):
            // GRDB hands text over as a C string: what follows a NUL would be lost, and two keys could become one.
            guard !text.utf8.contains(0) else { throw StoreError.unstorable("a text with a NUL cannot be stored") }
            return text
        }
    }

    private static func value(_ value: DatabaseValue) -> SQLValue {
        switch value.storage {
        case .null: .null
        case .int64(let number): .integer(number)
        case .double(let number): .real(number)
        case .string(let text): .text(text)
        case .blob(let data): .blob(Array(data))
        }
    }
}
