/// Header fields in the order they were added; names compare without case (RFC 9110 §5.1).
public struct OutboundHeaders: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// One field line. A name may occur in several of them.
    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    public private(set) var fields: [Field] = []

    public init() {}

    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }

    /// The first value under this name; setting replaces every field of the name, `nil` removes them.
    public subscript(name: String) -> String? {
        get { fields.first { $0.name.matches(name) }?.value }
        set {
            fields.removeAll { $0.name.matches(name) }
            if let newValue { add(name, newValue) }
        }
    }

    public mutating func add(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// Every value under this name, in order.
    public func values(_ name: String) -> [String] {
        fields.lazy.filter { $0.name.matches(name) }.map(\.value)
    }

    mutating func removeAll() {
        fields.removeAll(keepingCapacity: true)
    }
}

extension OutboundHeaders: CustomStringConvertible {
    /// Names only: values carry tokens.
    public var description: String {
        "[" + fields.map(\.name).joined(separator: ", ") + "]"
    }
}

extension OutboundHeaders.Field: CustomStringConvertible {
    public var description: String { name }
}

extension String {
    fileprivate func matches(_ other: String) -> Bool {
        utf8.count == other.utf8.count && lowercased() == other.lowercased()
    }
}
