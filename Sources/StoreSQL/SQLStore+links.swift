public import CalendarSync

extension SQLStore {
    public func note(_ known: KnownClass) async throws {
        let key: [SQLValue] = [.text(known.accountId), .text(known.classId)]
        let body = try StoredBody.encode(known)
        // Nearly every booking is of a class that is known: a read is cheaper than a write that changes nothing.
        let stored = try await first("SELECT body FROM classes WHERE account_id = ? AND class_id = ?", key) {
            $0.text("body")
        }
        if let stored, .text(orNull: stored) == body { return }
        try await change(
            """
            INSERT INTO classes (account_id, class_id, body) VALUES (?, ?, ?)
            ON CONFLICT (account_id, class_id) DO UPDATE SET body = excluded.body
            """, key + [body])
    }

    public func classes(accountId: String) async throws -> [KnownClass] {
        let classes = try await all(
            "SELECT class_id, body FROM classes WHERE account_id = ? ORDER BY class_id", [.text(accountId)]
        ) { row in
            try StoredBody.decode(
                KnownClass.self, from: row, table: "classes", key: "\(accountId)/\(row.text("class_id") ?? "")")
        }
        return classes.sorted { ($0.calendarName, $0.className) < ($1.calendarName, $1.className) }
    }

    public func knownClass(_ key: ClassKey) async throws -> KnownClass? {
        try await first(
            "SELECT body FROM classes WHERE account_id = ? AND class_id = ?",
            [.text(key.accountId), .text(key.classId)]
        ) { row in
            try StoredBody.decode(
                KnownClass.self, from: row, table: "classes", key: "\(key.accountId)/\(key.classId)")
        }
    }

    public func fingerprint(accountId: String) async throws -> String {
        // A class that is unlinked and linked again counts its revisions anew, but its unlinking's go on.
        let parts = try await database.read { connection in
            try [
                "SELECT id, revision FROM integrations WHERE account_id = ? ORDER BY id",
                "SELECT class_id, feed_id, revision FROM links WHERE account_id = ? ORDER BY class_id",
                "SELECT class_id, revision FROM unlinkings WHERE account_id = ? ORDER BY class_id",
                "SELECT class_id, body FROM classes WHERE account_id = ? ORDER BY class_id",
            ].flatMap { sql in
                let rows = try connection.query(sql, [.text(accountId)])
                return ["\(rows.count)"]
                    + rows.flatMap { row in row.columns.map { row.text($0) ?? row.integer($0).map(String.init) ?? "" } }
            }
        }
        return Digest.text(parts)
    }

    public func link(_ key: ClassKey) async throws -> ClassLink? {
        try await first(
            "SELECT account_id, class_id, revision, body FROM links WHERE account_id = ? AND class_id = ?",
            [.text(key.accountId), .text(key.classId)], Self.link)
    }

    public func links(accountId: String) async throws -> [ClassLink] {
        try await all(
            "SELECT account_id, class_id, revision, body FROM links WHERE account_id = ? ORDER BY class_id",
            [.text(accountId)], Self.link)
    }

    public func links(accountId: String, classIds: [String]) async throws -> [ClassLink] {
        let lists = Self.lists(of: Set(classIds).sorted())
        return try await database.read { connection in
            try lists.flatMap { list in
                try connection.query(
                    """
                    SELECT account_id, class_id, revision, body FROM links WHERE account_id = ?
                    AND class_id IN (\(Array(repeating: "?", count: list.count).joined(separator: ", ")))
                    ORDER BY class_id
                    """, [.text(accountId)] + list.map { .text($0) }
                ).map(Self.link)
            }
        }
    }

    public func linkOutlines(accountId: String) async throws -> [LinkOutline] {
        try await all(
            "SELECT class_id, body FROM links WHERE account_id = ? ORDER BY class_id", [.text(accountId)]
        ) { try Self.outline($0, accountId) }
    }

    public func linkStandings(accountId: String) async throws -> [LinkStanding] {
        try await all(
            """
            SELECT links.class_id, links.body, feeds.id, feeds.body AS feed FROM links
            LEFT JOIN feeds ON feeds.id = links.feed_id WHERE links.account_id = ? ORDER BY links.class_id
            """, [.text(accountId)]
        ) { row in
            let feed = try row.text("id").map { id in
                try StoredBody.decode(FeedOutline.self, from: row, column: "feed", table: "feeds", key: id)
            }
            return LinkStanding(link: try Self.outline(row, accountId), feed: feed)
        }
    }

    private static func outline(_ row: SQLRow, _ accountId: String) throws -> LinkOutline {
        try StoredBody.decode(
            LinkOutline.self, from: row, table: "links", key: "\(accountId)/\(row.text("class_id") ?? "")")
    }

    public func links(feedId: String) async throws -> [ClassLink] {
        try await all(
            "SELECT account_id, class_id, revision, body FROM links WHERE feed_id = ? ORDER BY account_id, class_id",
            [.text(feedId)], Self.link)
    }

    public func links(integrationId: String) async throws -> [ClassLink] {
        try await all(
            """
            SELECT account_id, class_id, revision, body FROM links WHERE integration_id = ?
            ORDER BY account_id, class_id
            """, [.text(integrationId)], Self.link)
    }

    @discardableResult
    public func save(_ link: ClassLink) async throws -> Int64 {
        try await compareAndSet(
            columns: [
                .text(link.feedId), .text(link.integrationId), Self.releaseAfter(link), try StoredBody.encode(link),
            ],
            key: [.text(link.accountId), .text(link.classId)], at: link.revision,
            insert: """
                INSERT INTO links (feed_id, integration_id, release_after, body, revision, account_id, class_id)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (account_id, class_id) DO NOTHING
                """,
            update: """
                UPDATE links SET feed_id = ?, integration_id = ?, release_after = ?, body = ?, revision = ?
                WHERE account_id = ? AND class_id = ? AND revision = ?
                """)
    }

    /// In seconds; null where the blocks stay, have been taken out already, or are not to be touched.
    private static func releaseAfter(_ link: ClassLink) -> SQLValue {
        guard link.blocksReleasedAt == nil, !link.isPaused, let hours = link.options.stale.releaseAfterHours else {
            return .null
        }
        return .real(Double(hours) * 3_600)
    }

    static func link(_ row: SQLRow) throws -> ClassLink {
        let key = "\(row.text("account_id") ?? "")/\(row.text("class_id") ?? "")"
        var link = try StoredBody.decode(ClassLink.self, from: row, table: "links", key: key)
        link.revision = row.integer("revision") ?? link.revision
        return link
    }
}
