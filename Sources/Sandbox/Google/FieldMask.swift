/// A partial-response selector such as `nextPageToken,items(id,start/dateTime)`; `*` names every member.
struct FieldMask: Equatable {
    private indirect enum Node: Equatable {
        case whole
        case members([String: Node])
    }

    private let root: Node

    /// The first selected name that no resource has; what stands below a map may be anything.
    var unknownName: String? { Self.unknownName(root) }

    private static func unknownName(_ node: Node) -> String? {
        guard case .members(let members) = node else { return nil }
        for (name, inner) in members.sorted(by: { $0.key < $1.key }) {
            if name != "*" && !ResourceFields.names.contains(name) { return name }
            if ResourceFields.maps.contains(name) { continue }
            if let unknown = unknownName(inner) { return unknown }
        }
        return nil
    }

    /// `nil` when the selector is malformed.
    init?(_ text: String) {
        var rest = text[...]
        guard let root = Self.list(&rest), rest.isEmpty else { return nil }
        self.root = root
    }

    func apply(to value: JSONValue) -> JSONValue {
        Self.select(value, root) ?? .object(JSONObject())
    }

    private static func list(_ text: inout Substring) -> Node? {
        var members: [String: Node] = [:]
        repeat {
            if text.first == "," { text.removeFirst() }
            guard let (name, node) = selector(&text) else { return nil }
            members[name] = members[name].map { merge($0, node) } ?? node
        } while text.first == ","
        return .members(members)
    }

    private static func selector(_ text: inout Substring) -> (String, Node)? {
        let name = text.prefix { !",/()".contains($0) }
        text = text[name.endIndex...]
        guard !name.isEmpty, !name.contains(" ") else { return nil }
        switch text.first {
        case "/":
            text.removeFirst()
            guard let (inner, node) = selector(&text) else { return nil }
            return (String(name), .members([inner: node]))
        case "(":
            text.removeFirst()
            guard let node = list(&text), text.first == ")" else { return nil }
            text.removeFirst()
            return (String(name), node)
        default: return (String(name), .whole)
        }
    }

    private static func merge(_ left: Node, _ right: Node) -> Node {
        switch (left, right) {
        case (.whole, _), (_, .whole): .whole
        case (.members(let some), .members(let others)): .members(some.merging(others) { merge($0, $1) })
        }
    }

    /// `nil` when nothing of the value is selected. Lists are looked through.
    private static func select(_ value: JSONValue, _ node: Node) -> JSONValue? {
        guard case .members(let members) = node else { return value }
        switch value {
        case .object(let object):
            var kept = JSONObject()
            for (key, value) in object.members {
                guard let node = members[key] ?? members["*"] else { continue }
                if let selected = select(value, node) { kept.append(key, selected) }
            }
            return kept.isEmpty ? nil : .object(kept)
        case .array(let array):
            return .array(array.map { select($0, node) ?? .object(JSONObject()) })
        case .null, .bool, .integer, .double, .string:
            return nil
        }
    }
}
