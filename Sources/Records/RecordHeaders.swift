/// The headers of a record: ordered, names may repeat, a value may be null.
public struct RecordHeaders: Hashable, Sendable {
    public struct Header: Hashable, Sendable {
        public let name: String
        public let value: [UInt8]?

        public init(name: String, value: [UInt8]?) {
            self.name = name
            self.value = value
        }
    }

    public private(set) var all: [Header]

    public init(_ all: [Header] = []) {
        self.all = all
    }

    public mutating func append(_ name: String, _ value: String) {
        all.append(Header(name: name, value: Array(value.utf8)))
    }

    public mutating func append(contentsOf other: RecordHeaders) {
        all.append(contentsOf: other.all)
    }

    /// The last value of that name as text; nil where there is none, it is null or it is not UTF-8.
    public subscript(name: String) -> String? {
        guard let value = all.last(where: { $0.name == name })?.value else { return nil }
        return String(validating: value, as: UTF8.self)
    }
}

extension RecordHeaders: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { Header(name: $0.0, value: Array($0.1.utf8)) })
    }
}
