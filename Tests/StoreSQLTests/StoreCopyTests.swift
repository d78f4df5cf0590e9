import CalendarSync
import Foundation
import Records
import Synchronization
import Testing

@testable import StoreSQL

@Suite struct StoreCopyTests {
    @Test(arguments: Backend.allCases, Backend.allCases) func everythingIsInTheTargetAsItWas(
        from: Backend, to: Backend
    ) async throws {
        try await from.withURL { source in
            try await to.withURL { target in
                let link = Sample.link()
                let feed = Sample.feed(dueAt: Sample.start)
                let store = try await openStore(url: source)
                try await store.save(Sample.integration())
                try await store.begin(Sample.authorization(state: "state", expiresAt: Sample.time(60)))
                try await store.note(KnownClass(Sample.booking("9001").booking))
                try await store.save(link)
                var ended = Sample.link(classId: "ended")
                ended.revision = try await store.save(ended)
                try await store.begin(Unlinking(link: ended, removal: .future, requestedAt: Sample.start))
                try await Self.save(1_234, store)
                let mirrors = (0..<1_234).reduce(0) { $0 + $1 % 3 }
                let revision = try #require(
                    try await store.booking(accountId: "42", subscriptionId: "7")
                ).revision
                try await store.ensure(feed)
                let lease = try #require(
                    try await store.lease(feedId: feed.id, holder: "a", now: Sample.start, until: Sample.time(30)))
                let blocks = (0..<20).map { Sample.block("e\($0)") }
                try await store.apply(store: blocks, forget: [], under: lease)
                try await store.mark([blocks[0].block.blockId], reading: 5, under: lease)
                // Parked in another order than that of their keys and offsets.
                let parked = [9, 3, 7].map { Sample.parked("k", offset: $0, recordKey: [0, 255], headers: ["a": "b"]) }
                for record in parked { try await store.park(record) }
                let activity = [Sample.activity("r2", at: 20), Sample.activity("r1", at: 10)]
                try await store.record(activity, now: Sample.time(30))
                _ = try await store.use(entryLink: "used", remembered: Sample.time(60), now: Sample.start)
                let letter = DeadLetterNote(
                    source: parked[0].record.position, accountId: nil, classId: "310", reason: "not_json",
                    writtenAt: Sample.start)
                try await store.end(letter, as: .discarded, at: Sample.start)
                await store.close()

                let steps = Mutex<[CopiedTable]>([])
                let copied = try await copyStore(from: source, to: target) { step in
                    steps.withLock { $0.append(step) }
                }
                #expect(copied.map(\.name) == StoreTable.all.map(\.name))
                #expect(copied.allSatisfy { $0.rows == $0.of })
                #expect(copied.map(\.rows) == [1, 1, 1, 1, 1_234, mirrors, 1, 1, 20, 1, 3, 1, 2])
                #expect(steps.withLock { $0.filter { $0.name == "bookings" }.map(\.rows) } == [500, 1_000, 1_234])

                let copy = try await openStore(url: target)
                #expect(try await copy.integrations(accountId: "42").count == 1)
                #expect(try await copy.takeAuthorization(state: "state", now: Sample.start) != nil)
                #expect(try await copy.classes(accountId: "42").count == 1)
                #expect(try await copy.link(Sample.key)?.options == link.options)
                #expect(try await copy.booking(accountId: "42", subscriptionId: "7")?.revision == revision)
                #expect(try await copy.mirrorCount(of: Sample.key) == mirrors)
                #expect(try await copy.unlinking(ended.classKey)?.link == ended)
                #expect(try await copy.feed(id: feed.id) == feed)
                #expect(try await copy.parked(key: "k", limit: 9) == parked)
                #expect(
                    try await copy.activity(accountId: "42", classId: nil, after: nil, limit: 9) == activity)
                #expect(try await copy.endedDeadLetters(of: letter.source.topicPartition) == [9: .discarded])
                #expect(
                    try await !copy.use(entryLink: "used", remembered: Sample.time(60), now: Sample.start))
                let unseen = try await copy.unseenBlocks(of: Sample.key, feedId: feed.id, reading: 5)
                #expect(unseen.count == 19)
                // What comes next goes behind.
                let next = Sample.parked("k", offset: 1)
                try await copy.park(next)
                #expect(try await copy.parked(key: "k", limit: 9) == parked + [next])
                // The lease came along too.
                try await copy.save(feed, under: lease)
                await copy.close()
            }
        }
    }

    @Test(arguments: Backend.allCases) func aTargetWithRowsIsLeftAsItIs(backend: Backend) async throws {
        try await Backend.sqlite.withURL { source in
            try await backend.withURL { target in
                let full = try await openStore(url: source)
                try await Self.save(3_000, full)
                await full.close()
                let store = try await openStore(url: target)
                try await store.save(Sample.booking("mine"))
                await store.close()
                await #expect(throws: StoreCopyError.targetNotEmpty(table: "bookings")) {
                    try await copyStore(from: source, to: target) { _ in }
                }
                let after = try await openStore(url: target)
                #expect(try await after.mirrorCount(of: Sample.key) == 0)
                let ids = try await after.bookings(of: Sample.key, endingAfter: .distantPast, after: nil, limit: 9)
                #expect(ids.map(\.booking.subscriptionId) == ["mine"])
                await after.close()
            }
        }
    }

    @Test func aMistypedFileIsNotCopiedAsAnEmptyStore() async throws {
        try await Backend.sqlite.withURL { source in
            try await Backend.sqlite.withURL { target in
                let mistyped = source + "x"
                await #expect(throws: StoreCopyError.sourceMissing) {
                    try await copyStore(from: mistyped, to: target) { _ in }
                }
                #expect(!FileManager.default.fileExists(atPath: String(mistyped.dropFirst(7))))
            }
        }
    }

    @Test func aStoreThatIsServedIsNotCopied() async throws {
        try await Backend.sqlite.withURL { source in
            try await Backend.postgresql.withURL { target in
                let served = try await openStore(url: source, exclusively: true)
                await #expect(throws: StoreSetupError.servedElsewhere(path: String(source.dropFirst(7)))) {
                    try await copyStore(from: source, to: target) { _ in }
                }
                await served.close()
                await #expect(throws: StoreCopyError.sameStore) {
                    try await copyStore(from: source, to: source) { _ in }
                }
            }
        }
    }

    /// A row that the target does not take, after others that it took.
    @Test func aCopyThatFailsLeavesNothingBehind() async throws {
        try await Backend.sqlite.withURL { source in
            try await Backend.postgresql.withURL { target in
                let store = try await openStore(url: source)
                try await Self.save(2_500, store)
                try await store.change(
                    """
                    INSERT INTO blocks (block_id, account_id, class_id, feed_id, source_id, state, ends_at, reading, body)
                    VALUES ('b', '42', '310', 'f', 's', 'written', 0, 'no number', '{}')
                    """)
                await store.close()
                await #expect(throws: StoreError.self) { try await copyStore(from: source, to: target) { _ in } }
                let after = try await openStore(url: target)
                #expect(try await after.count("SELECT COUNT(*) AS count FROM bookings", []) == 0)
                await after.close()
            }
        }
    }

    @Test(arguments: Backend.allCases) func everyTableOfTheSchemaIsCopied(backend: Backend) async throws {
        try await backend.withURL { url in
            let store = try await openStore(url: url)
            let sql =
                switch backend {
                case .sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                case .postgresql:
                    "SELECT table_name::TEXT AS name FROM information_schema.tables WHERE table_schema = current_schema()"
                }
            let names = try await store.database.query(sql, []).compactMap { $0.text("name") }
            #expect(Set(names) == Set(StoreTable.all.map(\.name) + ["schema_migrations", "health_checks"]))
            await store.close()
        }
    }

    private static func save(_ count: Int, _ store: SQLStore) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<count {
                group.addTask { _ = try await store.save(Sample.booking("\(index)", mirrors: index % 3)) }
            }
            try await group.waitForAll()
        }
    }
}
