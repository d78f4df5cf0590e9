import Foundation

/// `API_TOKENS`: `account:token[,account:token]`. An account may have several tokens, a token opens one account.
struct AccountTokens {
    static let shortest = 16

    private(set) var entries: [(accountId: String, token: String)] = []
    /// What is wrong, by the entry's position and never by its text: that may be a token.
    private(set) var problems: [String] = []

    /// - Parameter operatorToken: opens every account, and so cannot be an account's.
    init(_ text: String, operatorToken: String) {
        var positions: [String: Int] = [:]
        for (index, part) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
            let position = index + 1
            // A file of secrets ends with a line feed, a list may with a comma.
            let entry = part.trimmingCharacters(in: .whitespacesAndNewlines)
            if entry.isEmpty { continue }
            let halves = entry.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespacesAndNewlines)
            }
            guard halves.count == 2, !halves[0].isEmpty else {
                problems.append("entry \(position) is not of the form account:token")
                continue
            }
            guard halves[1].utf8.count >= Self.shortest else {
                problems.append("the token of entry \(position) has fewer than \(Self.shortest) characters")
                continue
            }
            guard halves[1] != operatorToken else {
                problems.append("the token of entry \(position) is API_TOKEN, which opens every account")
                continue
            }
            let other = positions.updateValue(position, forKey: halves[1])
            if let other {
                problems.append("the token of entry \(position) is that of entry \(other)")
                continue
            }
            entries.append((halves[0], halves[1]))
        }
    }
}
