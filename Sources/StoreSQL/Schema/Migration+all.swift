extension Migration {
    static let all = [
        accounts, bookings, feeds, parking, health, unlinkings, sweeps, deadLetters, activity, blockTimes,
        openIntents, entryLinks, bookingTimes, parkedClasses,
    ]

    private static let accounts = Migration(name: "0001-accounts") { dialect in
        [
            """
            CREATE TABLE integrations (
                id \(dialect.key) NOT NULL PRIMARY KEY,
                account_id \(dialect.key) NOT NULL,
                subject \(dialect.key) NOT NULL,
                connected_at DOUBLE PRECISION NOT NULL,
                revision BIGINT NOT NULL,
                body TEXT NOT NULL
            )
            """,
            "CREATE INDEX integrations_by_account ON integrations (account_id, connected_at, id)",
            "CREATE INDEX integrations_by_subject ON integrations (subject, id)",
            """
            CREATE TABLE authorizations (
                state \(dialect.key) NOT NULL PRIMARY KEY,
                expires_at DOUBLE PRECISION NOT NULL,
                body TEXT NOT NULL
            )
            """,
            "CREATE INDEX authorizations_by_expiry ON authorizations (expires_at)",
            """
            CREATE TABLE classes (
                account_id \(dialect.key) NOT NULL,
                class_id \(dialect.key) NOT NULL,
                body TEXT NOT NULL,
                PRIMARY KEY (account_id, class_id)
            )
            """,
            """
            CREATE TABLE links (
                account_id \(dialect.key) NOT NULL,
                class_id \(dialect.key) NOT NULL,
                feed_id \(dialect.key) NOT NULL,
                integration_id \(dialect.key) NOT NULL,
                release_after DOUBLE PRECISION,
                release_asked_until DOUBLE PRECISION,
                revision BIGINT NOT NULL,
                body TEXT NOT NULL,
                PRIMARY KEY (account_id, class_id)
            )
            """,
            "CREATE INDEX links_by_feed ON links (feed_id, account_id, class_id)",
            "CREATE INDEX links_by_integration ON links (integration_id, account_id, class_id)",
        ]
    }

    private static let bookings = Migration(name: "0002-bookings") { dialect in
        [
            """
            CREATE TABLE bookings (
                account_id \(dialect.key) NOT NULL,
                subscription_id \(dialect.key) NOT NULL,
                class_id \(dialect.key) NOT NULL,
                ends_at DOUBLE PRECISION,
                mirror_count BIGINT NOT NULL,
                revision BIGINT NOT NULL,
                body TEXT NOT NULL,
                PRIMARY KEY (account_id, subscription_id)
            )
            """,
            """
            CREATE TABLE mirrors (
                account_id \(dialect.key) NOT NULL,
                event_id \(dialect.key) NOT NULL,
                subscription_id \(dialect.key) NOT NULL,
                PRIMARY KEY (account_id, event_id)
            )
            """,
            "CREATE INDEX mirrors_by_subscription ON mirrors (account_id, subscription_id)",
            // Holds all that decides, so that bookings that are over, and the count, need no look at the table.
            "CREATE INDEX bookings_by_class ON bookings (account_id, class_id, subscription_id, ends_at, mirror_count)",
        ]
    }

    private static let feeds = Migration(name: "0003-feeds") { dialect in
        [
            """
            CREATE TABLE feeds (
                id \(dialect.key) NOT NULL PRIMARY KEY,
                due_at DOUBLE PRECISION,
                audit_due_at DOUBLE PRECISION,
                unreachable_since DOUBLE PRECISION,
                lease_holder \(dialect.key),
                lease_fence BIGINT NOT NULL,
                lease_until DOUBLE PRECISION,
                body TEXT NOT NULL
            )
            """,
            "CREATE INDEX feeds_by_due ON feeds (due_at, id)",
            "CREATE INDEX feeds_by_audit ON feeds (audit_due_at, id)",
            "CREATE INDEX feeds_by_failure ON feeds (unreachable_since, id)",
            """
            CREATE TABLE blocks (
                block_id \(dialect.key) NOT NULL PRIMARY KEY,
                account_id \(dialect.key) NOT NULL,
                class_id \(dialect.key) NOT NULL,
                feed_id \(dialect.key) NOT NULL,
                source_id \(dialect.key) NOT NULL,
                state \(dialect.key) NOT NULL,
                ends_at DOUBLE PRECISION NOT NULL,
                reading BIGINT NOT NULL,
                body TEXT NOT NULL
            )
            """,
            "CREATE INDEX blocks_by_source ON blocks (account_id, class_id, feed_id, source_id, block_id)",
            "CREATE INDEX blocks_by_state ON blocks (account_id, class_id, state)",
        ]
    }

    private static let parking = Migration(name: "0004-parking") { dialect in
        [
            """
            CREATE TABLE parked_records (
                number \(dialect.rowNumber),
                parked_key \(dialect.key) NOT NULL,
                account_id \(dialect.key),
                source_topic \(dialect.key) NOT NULL,
                source_partition BIGINT NOT NULL,
                source_offset BIGINT NOT NULL,
                source_timestamp BIGINT,
                record_key \(dialect.blob),
                record_value \(dialect.blob),
                headers TEXT NOT NULL,
                reason \(dialect.key) NOT NULL,
                waits_for \(dialect.key) NOT NULL,
                parked_at DOUBLE PRECISION NOT NULL,
                due_at DOUBLE PRECISION NOT NULL,
                UNIQUE (source_topic, source_partition, source_offset)
            )
            """,
            "CREATE INDEX parked_records_by_key ON parked_records (parked_key, number)",
            "CREATE INDEX parked_records_by_due ON parked_records (due_at, number)",
            "CREATE INDEX parked_records_by_condition ON parked_records (waits_for)",
            "CREATE INDEX parked_records_by_account ON parked_records (account_id)",
        ]
    }

    private static let health = Migration(name: "0005-health") { _ in
        ["CREATE TABLE health_checks (id BIGINT NOT NULL PRIMARY KEY, count BIGINT NOT NULL)"]
    }

    private static let unlinkings = Migration(name: "0006-unlinkings") { dialect in
        [
            """
            CREATE TABLE unlinkings (
                account_id \(dialect.key) NOT NULL,
                class_id \(dialect.key) NOT NULL,
                is_done BIGINT NOT NULL,
                revision BIGINT NOT NULL,
                body TEXT NOT NULL,
                PRIMARY KEY (account_id, class_id)
            )
            """,
            "CREATE INDEX unlinkings_under_way ON unlinkings (account_id, is_done, class_id)",
        ]
    }

    /// Of mirrors that an earlier version has stored the feed is known when their booking is saved again.
    private static let sweeps = Migration(name: "0007-sweeps") { dialect in
        [
            "ALTER TABLE unlinkings ADD COLUMN due_at DOUBLE PRECISION",
            "UPDATE unlinkings SET due_at = 0 WHERE is_done = 0",
            "CREATE INDEX unlinkings_by_due ON unlinkings (is_done, due_at, account_id, class_id)",
            "ALTER TABLE mirrors ADD COLUMN feed_id \(dialect.key)",
            "ALTER TABLE mirrors ADD COLUMN starts_at DOUBLE PRECISION",
            "ALTER TABLE mirrors ADD COLUMN reading BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE mirrors ADD COLUMN is_diverged BIGINT NOT NULL DEFAULT 0",
            "CREATE INDEX mirrors_by_feed ON mirrors (feed_id, event_id)",
        ]
    }

    private static let deadLetters = Migration(name: "0008-dead-letters") { dialect in
        [
            """
            CREATE TABLE dead_letters (
                source_topic \(dialect.key) NOT NULL,
                source_partition BIGINT NOT NULL,
                source_offset BIGINT NOT NULL,
                account_id \(dialect.key),
                class_id \(dialect.key),
                reason \(dialect.key) NOT NULL,
                written_at DOUBLE PRECISION NOT NULL,
                ending \(dialect.key),
                ended_at DOUBLE PRECISION,
                PRIMARY KEY (source_topic, source_partition, source_offset)
            )
            """,
            "CREATE INDEX dead_letters_by_ending ON dead_letters (ending, account_id)",
        ]
    }

    private static let activity = Migration(name: "0009-activity") { dialect in
        [
            // A class that is not known is the empty one.
            """
            CREATE TABLE activity (
                account_id \(dialect.key) NOT NULL,
                class_id \(dialect.key) NOT NULL,
                id \(dialect.key) NOT NULL,
                happened_at DOUBLE PRECISION NOT NULL,
                body TEXT NOT NULL,
                PRIMARY KEY (account_id, class_id, id)
            )
            """,
            "CREATE INDEX activity_by_class ON activity (account_id, class_id, happened_at, id)",
            "CREATE INDEX activity_by_account ON activity (account_id, happened_at, id, class_id)",
            "CREATE INDEX activity_by_age ON activity (happened_at)",
        ]
    }

    private static let blockTimes = Migration(name: "0010-block-times") { _ in
        [
            "ALTER TABLE blocks ADD COLUMN starts_at DOUBLE PRECISION",
            "CREATE INDEX blocks_by_end ON blocks (account_id, class_id, feed_id, ends_at, block_id)",
        ]
    }

    /// Few bookings have intents at any one time, and the index holds only these.
    private static let openIntents = Migration(name: "0011-open-intents") { _ in
        [
            "ALTER TABLE bookings ADD COLUMN intents_due_at DOUBLE PRECISION",
            "UPDATE bookings SET intents_due_at = 0 WHERE body NOT LIKE '%\"intents\":[]%'",
            "CREATE INDEX bookings_by_intents ON bookings (intents_due_at) WHERE intents_due_at IS NOT NULL",
        ]
    }

    private static let entryLinks = Migration(name: "0012-entry-links") { dialect in
        [
            """
            CREATE TABLE entry_links (
                id \(dialect.key) NOT NULL PRIMARY KEY,
                remembered_until DOUBLE PRECISION NOT NULL
            )
            """,
            "CREATE INDEX entry_links_by_end ON entry_links (remembered_until)",
        ]
    }

    /// Of bookings that an earlier version has stored the start is known when they are saved again.
    private static let bookingTimes = Migration(name: "0013-booking-times") { _ in
        [
            "ALTER TABLE bookings ADD COLUMN starts_at DOUBLE PRECISION",
            "CREATE INDEX bookings_by_end ON bookings (account_id, class_id, ends_at, starts_at)",
        ]
    }

    /// Records that an earlier version has parked count for their account only.
    private static let parkedClasses = Migration(name: "0014-parked-classes") { dialect in
        ["ALTER TABLE parked_records ADD COLUMN class_id \(dialect.key)"]
    }
}
