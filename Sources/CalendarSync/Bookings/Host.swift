/// A person who gives a class; the first of a booking's hosts leads it.
public struct Host: Hashable, Codable, Sendable {
    public let firstName: String
    public let lastName: String
    public let email: String

    public init(firstName: String, lastName: String, email: String) {
        self.firstName = firstName
        self.lastName = lastName
        self.email = email
    }

    public var fullName: String {
        [firstName, lastName].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
