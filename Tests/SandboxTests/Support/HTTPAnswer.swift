@testable import Sandbox

/// What a server answered, with short ways into its JSON.
struct HTTPAnswer: Sendable {
    let status: Int
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSONValue { (try? JSONParser.parse(body)) ?? .null }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// A value inside the JSON body, by member names and positions.
    subscript(_ path: String...) -> JSONValue? {
        var value: JSONValue? = json
        for step in path {
            if let index = Int(step), let array = value?.array {
                value = array.indices.contains(index) ? array[index] : nil
            } else {
                value = value?.object?[step]
            }
        }
        return value
    }

    /// The reason in a Calendar error.
    var reason: String? { self["error", "errors", "0", "reason"]?.string }
}
