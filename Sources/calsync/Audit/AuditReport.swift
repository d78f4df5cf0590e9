import CalendarSync

/// What audits of several calendars have found.
struct AuditReport: Sendable {
    /// Whether differences were to be put right.
    let repaired: Bool
    private(set) var links: [ClassKey: FeedAudit.Link] = [:]
    /// Feeds of which no worker has answered.
    var unanswered: Set<String> = []

    init(repaired: Bool) {
        self.repaired = repaired
    }

    mutating func add(_ audit: FeedAudit) {
        for link in audit.links { links[ClassKey(accountId: link.accountId, classId: link.classId)] = link }
    }

    /// Whether every link was looked at and no difference is left.
    var isClean: Bool {
        unanswered.isEmpty
            && links.values.allSatisfy { $0.missing + $0.extra <= $0.repaired && $0.unexplainedSeconds == 0 }
    }
}
