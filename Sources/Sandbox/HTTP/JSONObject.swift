/// A JSON object that keeps the order of its members, so that answers read as the documentation prints them.
/// Objects here have a few dozen members at most: a linear search beats hashing.
struct JSONObject: Sendable {
    private(set) var members: [(key: String, value: JSONValue)]

    init(_ members: [(String, JSONValue)] = []) {
        self.members = members.map { (key: $0.0, value: $0.1) }
    }

    /// Setting `nil` removes the member.
    subscript(key: String) -> JSONValue? {
        get { members.first { $0.key == key }?.value }
        set {
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append((key, value))
            case (nil, nil): break
            }
        }
    }

    var isEmpty: Bool { members.isEmpty }
    var count: Int { members.count }
    var keys: [String] { members.map(\.key) }

    /// Adds a member known to be absent, without searching for it.
    mutating func append(_ key: String, _ value: JSONValue) {
        members.append((key, value))
    }

    /// Adds the member when there is a value.
    mutating func append(_ key: String, _ value: String?) {
        if let value { members.append((key, .string(value))) }
    }

    func string(_ key: String) -> String? { self[key]?.string }

    func mapValues(_ transform: (JSONValue) -> JSONValue) -> JSONObject {
        JSONObject(members.map { ($0.key, transform($0.value)) })
    }

    func filter(_ isIncluded: (String, JSONValue) -> Bool) -> JSONObject {
        JSONObject(members.filter { isIncluded($0.key, $0.value) }.map { ($0.key, $0.value) })
    }

    /// JSON merge as Google's partial update does it: `null` deletes, objects merge, everything else (arrays too) is replaced.
    mutating func merge(_ patch: JSONObject) {
        for (key, value) in patch.members {
            switch value {
            case .null:
                self[key] = nil
            case .object(let inner):
                var merged = self[key]?.object ?? JSONObject()
                merged.merge(inner)
                self[key] = .object(merged)
            case .bool, .integer, .double, .string, .array:
                self[key] = value
            }
        }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}

extension JSONObject: Equatable {
    /// Order does not count.
    static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.members.allSatisfy { right[$0.key] == $0.value }
    }
}
