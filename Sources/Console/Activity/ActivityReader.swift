import CalendarSync

/// Reads activity, page by page.
struct ActivityReader: Sendable {
    static let defaultLimit = 50
    static let largestLimit = 200

    struct ActivityPage: Sendable {
        let entries: [ActivityEntry]
        /// Where the next page begins; nil: this is the last one.
        let next: ActivityCursor?
    }

    let store: any ActivityStore

    func page(
        accountId: String, classId: String?, after: ActivityCursor? = nil, limit: Int = defaultLimit
    ) async throws -> ActivityPage {
        // One more than is shown tells whether there is a next page.
        let found = try await store.activity(accountId: accountId, classId: classId, after: after, limit: limit + 1)
        let entries = Array(found.prefix(limit))
        return ActivityPage(
            entries: entries, next: found.count > limit ? entries.last.map(ActivityCursor.init) : nil)
    }
}
