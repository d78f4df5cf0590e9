/// A class of an account: what is linked.
public struct ClassKey: Hashable, Codable, Sendable, CustomStringConvertible {
    public let accountId: String
    public let classId: String

    public init(accountId: String, classId: String) {
        self.accountId = accountId
        self.classId = classId
    }

    public var description: String { "\(accountId)/\(classId)" }
}
