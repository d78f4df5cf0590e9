import Foundation

/// Toggles and quotas as JSON; a posted object changes only the members it names.
enum Settings {
    static func json(_ settings: some Encodable) throws(APIError) -> JSONValue {
        do {
            return try JSONParser.parse(Array(JSONEncoder().encode(settings)))
        } catch {
            throw .invalid("The settings cannot be written.", field: "body")
        }
    }

    static func merge<Value: Codable>(_ changes: JSONObject, into settings: Value) throws(APIError) -> Value {
        var merged = try json(settings).object ?? JSONObject()
        for (key, value) in changes.members { merged[key] = value }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(JSONWriter.write(.object(merged))))
        } catch DecodingError.dataCorrupted(let context) {
            throw .invalid("No such value.", field: context.codingPath.map(\.stringValue).joined(separator: "."))
        } catch DecodingError.typeMismatch(_, let context) {
            throw .invalid("Wrong type.", field: context.codingPath.map(\.stringValue).joined(separator: "."))
        } catch {
            throw .invalid("The settings cannot be read.", field: "body")
        }
    }
}
