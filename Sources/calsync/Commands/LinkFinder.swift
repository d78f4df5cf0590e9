import CalendarSync

/// The links of an account, or of the whole installation.
struct LinkFinder: Sendable {
    let store: any AccountStore & FeedStore

    private static let pageSize = 200

    /// - Parameter accountId: nil: of all accounts.
    func links(accountId: String?, classId: String? = nil) async throws -> [ClassLink] {
        if let accountId {
            return try await store.links(accountId: accountId).filter { classId == nil || $0.classId == classId }
        }
        var links: [ClassLink] = []
        var after: String?
        repeat {
            let page = try await store.feeds(after: after, limit: Self.pageSize)
            for feed in page { links += try await store.links(feedId: feed.id) }
            after = page.count == Self.pageSize ? page.last?.id : nil
        } while after != nil
        return links
    }
}
