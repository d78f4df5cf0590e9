/// A set of names that Google may add to: one we do not know is kept, not refused.
public protocol OpenEnum: Codable, Sendable, Hashable {
    /// Every case but `other`.
    static var known: [Self] { get }
    static func other(_ name: String) -> Self
    /// Google's name.
    var name: String { get }
}

extension OpenEnum {
    public init(name: String) {
        self = Self.known.first { $0.name == name } ?? .other(name)
    }

    public init(from decoder: any Decoder) throws {
        self.init(name: try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
