import Foundation

/// Reads the JSON of a record; what is wrong with it becomes a `Rejection` that names the field.
public enum InputDecoder {
    /// Longer values are refused unread.
    public static let longestValue = 1 << 20

    /// - Parameter userInfo: what the value's own decoding has to know.
    public static func decode<Value: Decodable>(
        _ type: Value.Type, from value: [UInt8]?, userInfo: [CodingUserInfoKey: any Sendable] = [:]
    ) throws(Rejection) -> Value {
        guard let value else { throw Rejection(.nullValue, detail: "the record has no value") }
        guard value.count <= longestValue else {
            throw Rejection(.tooLarge, detail: "\(value.count) bytes, at most \(longestValue) are read")
        }
        // JSON is UTF-8 (RFC 8259 §8.1); the decoder would take UTF-16 as well.
        guard String(validating: value, as: UTF8.self) != nil else {
            throw Rejection(.invalidUTF8, detail: "the value is not UTF-8")
        }
        do {
            let decoder = JSONDecoder()
            decoder.userInfo = userInfo
            return try decoder.decode(type, from: Data(value))
        } catch let rejection as Rejection {
            throw rejection
        } catch let error as DecodingError {
            throw rejection(of: error)
        } catch {
            throw Rejection(.notJSON, detail: "the value is not JSON")
        }
    }

    private static func rejection(of error: DecodingError) -> Rejection {
        switch error {
        case .valueNotFound(_, let context) where context.codingPath.isEmpty:
            return Rejection(.nullValue, detail: "the value is null")
        case .keyNotFound(let key, let context):
            return Rejection(.missingField, field: path(context.codingPath + [key]), detail: "is missing")
        case .valueNotFound(_, let context):
            return Rejection(.missingField, field: path(context.codingPath), detail: "is null")
        case .typeMismatch(let type, let context):
            let field = context.codingPath.isEmpty ? nil : path(context.codingPath)
            return Rejection(.wrongType, field: field, detail: "is not \(name(of: type))")
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            // The decoder's own text may quote the input.
            return Rejection(.notJSON, detail: "the value is not JSON")
        case .dataCorrupted(let context):
            return Rejection(.invalidValue, field: path(context.codingPath), detail: context.debugDescription)
        @unknown default:
            return Rejection(.notJSON, detail: "the value cannot be read")
        }
    }

    private static func name(of type: Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Identifier.Type: "a text or a whole number"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "a whole number"
        case is [Any].Type: "a list"
        case is [String: Any].Type: "an object"
        default: "of the expected type"
        }
    }

    /// `sessions[0].startsAt`
    public static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce(into: "") { path, key in
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += (path.isEmpty ? "" : ".") + key.stringValue
            }
        }
    }
}
