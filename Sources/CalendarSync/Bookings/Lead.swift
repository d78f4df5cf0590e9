/// The person who booked. Goes into the mirror event as the link's privacy allows, and nowhere else.
public struct Lead: Hashable, Codable, Sendable {
    public let id: String
    public let firstName: String
    public let lastName: String
    public let email: String
    public let phone: String

    public init(id: String, firstName: String, lastName: String, email: String, phone: String) {
        self.id = id
        self.firstName = firstName
        self.lastName = lastName
        self.email = email
        self.phone = phone
    }

    public var fullName: String {
        [firstName, lastName].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
