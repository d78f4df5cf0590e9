import CalendarSync

/// How an account is, in a sentence.
struct AccountHealth: Sendable {
    let links: Int
    let isWell: Bool
    let sentence: String

    init(accountId: String, reader: LinkReader) async throws {
        let (statuses, integrations) = try await reader.standing(accountId: accountId)
        let ill = integrations.count { $0.status == .reconnectNeeded }
        let counts = Dictionary(grouping: statuses, by: \.word).mapValues(\.count)
        let parts = LinkStatus.Word.allCases.compactMap { word in
            counts[word].map { "\($0) \(Self.words(word))" }
        }
        links = statuses.count
        isWell = ill == 0 && counts.keys.allSatisfy(Self.isWell)
        let accounts = ill == 0 ? [] : ["\(ill) Google account\(ill == 1 ? "" : "s") to be reconnected"]
        sentence = statuses.isEmpty && ill == 0 ? "nothing is linked yet" : (parts + accounts).joined(separator: ", ")
    }

    private static func isWell(_ word: LinkStatus.Word) -> Bool {
        switch word {
        case .inStep, .syncing, .paused, .unlinking: true
        case .behind, .parked, .reconnectNeeded, .braked, .degraded: false
        }
    }

    private static func words(_ word: LinkStatus.Word) -> String {
        switch word {
        case .inStep: "in step"
        case .syncing: "being read"
        case .behind: "behind"
        case .parked: "waiting"
        case .reconnectNeeded: "without access"
        case .braked: "waiting for an answer"
        case .paused: "paused"
        case .degraded: "not working fully"
        case .unlinking: "being unlinked"
        }
    }
}
