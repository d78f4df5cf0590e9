import CalendarSync

/// What the last comparison with Google's own free/busy found for a class, as the API shows it.
struct AuditView: Encodable, Sendable {
    let at: String
    let compared: Int
    let missing: Int
    let extra: Int
    let repaired: Int
    let unexplainedSeconds: Int

    /// Nil where the class was not part of it.
    init?(_ audit: FeedAudit, of key: ClassKey) {
        guard let found = audit.links.first(where: { $0.accountId == key.accountId && $0.classId == key.classId })
        else { return nil }
        at = audit.at.rfc3339
        compared = found.compared
        missing = found.missing
        extra = found.extra
        repaired = found.repaired
        unexplainedSeconds = found.unexplainedSeconds
    }
}
