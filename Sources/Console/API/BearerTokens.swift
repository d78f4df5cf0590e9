/// Whose data a bearer token opens.
struct BearerTokens: Sendable {
    private let entries: [(access: ConsoleAccess, token: BearerToken)]

    /// - Parameter accounts: an account may have several tokens, so that one can be replaced by another.
    init(operatorToken: String, accounts: [(accountId: String, token: String)]) {
        entries =
            [(.operator, BearerToken(operatorToken))]
            + accounts.map { (.account($0.accountId), BearerToken($0.token)) }
    }

    /// Nil: a token that nobody has. Every one is compared, so that the time says nothing of which it is.
    func access(_ guess: String) -> ConsoleAccess? {
        entries.reduce(nil as ConsoleAccess?) { found, entry in
            let isRight = entry.token.matches(guess)
            return found ?? (isRight ? entry.access : nil)
        }
    }
}
