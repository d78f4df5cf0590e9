/// Whose data a visitor of the console may see.
public enum ConsoleAccess: Hashable, Codable, Sendable {
    /// One Kartra account's.
    case account(String)
    /// Every account's.
    case `operator`

    func includes(_ accountId: String) -> Bool {
        switch self {
        case .account(let own): own == accountId
        case .operator: true
        }
    }
}
