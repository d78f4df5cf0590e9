/// Our registration at Google.
public struct GoogleClientCredentials: Sendable, Hashable {
    public let id: String
    public let secret: String

    public init(id: String, secret: String) {
        self.id = id
        self.secret = secret
    }
}

extension GoogleClientCredentials: CustomStringConvertible {
    public var description: String { "client \(id)" }
}
