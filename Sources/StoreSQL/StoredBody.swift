import CalendarSync
import Foundation

/// The JSON in the `body` columns. Equal values have equal text. Instants are numbers as `SQLValue.date` writes them
/// (JSONEncoder's own form), and so come back exactly.
enum StoredBody {
    static func encode(_ value: some Encodable) throws(StoreError) -> SQLValue {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value), let text = String(validating: data, as: UTF8.self) else {
            throw .unstorable("a \(type(of: value)) cannot be written as JSON")
        }
        return .text(text)
    }

    /// - Parameter key: names the row to the operator who must look at it.
    static func decode<Value: Decodable>(
        _ type: Value.Type, from row: SQLRow, column: String = "body", table: String, key: String
    ) throws(StoreError) -> Value {
        guard let text = row.text(column), let value = try? JSONDecoder().decode(type, from: Data(text.utf8)) else {
            throw .corrupt(table: table, key: key)
        }
        return value
    }
}
