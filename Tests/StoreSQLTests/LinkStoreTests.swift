import CalendarSync
import Foundation
import Testing

@Suite struct LinkStoreTests {
    @Test(arguments: Backend.allCases) func aClassIsKnownByItsNewestNames(backend: Backend) async throws {
        try await backend.withStore { store in
            func known(_ classId: String, _ calendar: String, _ name: String, account: String = "42") -> KnownClass {
                KnownClass(
                    accountId: account, calendarId: "77", calendarName: calendar, classId: classId, className: name)
            }
            for known in [
                known("1", "Coaching", "Zen"), known("2", "Coaching", "Old"), known("3", "Art", "Nude\u{0}"),
                known("4", "Art", "Other account", account: "43"), known("2", "Coaching", "New"),
                known("2", "Coaching", "New"),
            ] { try await store.note(known) }
            #expect(
                try await store.classes(accountId: "42") == [
                    known("3", "Art", "Nude\u{0}"), known("2", "Coaching", "New"), known("1", "Coaching", "Zen"),
                ])
        }
    }

    @Test(arguments: Backend.allCases) func aLinkIsFoundByClassAccountFeedAndIntegration(backend: Backend) async throws
    {
        try await backend.withStore { store in
            var mine = Sample.link()
            var sameFeed = Sample.link(classId: "311")
            var otherFeed = Sample.link(classId: "312", googleCalendarId: "second@example.com")
            var otherAccount = Sample.link(accountId: "43", integrationId: "int-2")
            otherAccount.revision = try await store.save(otherAccount)
            otherFeed.revision = try await store.save(otherFeed)
            sameFeed.revision = try await store.save(sameFeed)
            mine.revision = try await store.save(mine)

            #expect(try await store.link(mine.classKey) == mine)
            #expect(try await store.link(ClassKey(accountId: "42", classId: "9")) == nil)
            #expect(try await store.links(accountId: "42") == [mine, sameFeed, otherFeed])
            #expect(try await store.links(feedId: mine.feedId) == [mine, sameFeed])
            #expect(try await store.links(integrationId: "int-1") == [mine, sameFeed, otherFeed])
            #expect(try await store.links(integrationId: "int-2") == [otherAccount])
        }
    }

    @Test(arguments: Backend.allCases) func anOutlineIsWhatTheLinkSays(backend: Backend) async throws {
        try await backend.withStore { store in
            var full = Sample.link()
            full.blocksCompleteAt = Sample.time(0.5)
            full.blocksReleasedAt = Sample.time(1)
            full.pausedAt = Sample.time(2)
            full.brake = Brake(since: Sample.start, sources: 31, ofSources: 40)
            let bare = Sample.link(classId: "311")
            for link in [bare, full, Sample.link(accountId: "43")] { try await store.save(link) }
            let outlines = try await store.linkOutlines(accountId: "42")
            #expect(outlines == [LinkOutline(full), LinkOutline(bare)])
            #expect(
                try await store.linkStandings(accountId: "42") == outlines.map { LinkStanding(link: $0, feed: nil) })

            var feed = Sample.feed()
            try await store.ensure(feed)
            let lease = try #require(
                try await store.lease(feedId: feed.id, holder: "a", now: Sample.start, until: Sample.time(30)))
            feed.access = .lost
            feed.accessRole = "reader"
            feed.lastSyncedAt = Sample.time(1.25)
            feed.unreachableSince = Sample.time(2)
            feed.pushLostSince = Sample.time(3)
            try await store.save(feed, under: lease)
            let other = Sample.link(classId: "312", googleCalendarId: "second@example.com")
            try await store.save(other)
            #expect(
                try await store.linkStandings(accountId: "42") == [
                    LinkStanding(link: LinkOutline(full), feed: FeedOutline(feed)),
                    LinkStanding(link: LinkOutline(bare), feed: FeedOutline(feed)),
                    LinkStanding(link: LinkOutline(other), feed: nil),
                ])
        }
    }

    @Test(arguments: Backend.allCases) func linksAndClassesAreFoundByTheirIds(backend: Backend) async throws {
        try await backend.withStore { store in
            let ids = (100..<170).map(String.init)
            for id in ids { try await store.save(Sample.link(classId: id)) }
            try await store.save(Sample.link(accountId: "43", classId: "100"))
            let found = try await store.links(accountId: "42", classIds: Array(ids.dropFirst(3)) + ["999"])
            #expect(found.map(\.classId) == Array(ids.dropFirst(3)))
            #expect(found.allSatisfy { $0.accountId == "42" && $0.revision == 1 })

            let known = KnownClass(
                accountId: "42", calendarId: "77", calendarName: "Coaching", classId: "310", className: "Call")
            try await store.note(known)
            #expect(try await store.knownClass(Sample.key) == known)
            #expect(try await store.knownClass(ClassKey(accountId: "43", classId: "310")) == nil)
        }
    }

    @Test(arguments: Backend.allCases) func theFingerprintIsAnotherAfterEveryChange(backend: Backend) async throws {
        try await backend.withStore { store in
            var seen: [String] = [try await store.fingerprint(accountId: "42")]
            func look() async throws {
                let fingerprint = try await store.fingerprint(accountId: "42")
                let again = try await store.fingerprint(accountId: "42")
                #expect(fingerprint == again)
                #expect(!seen.contains(fingerprint), "after \(seen.count) changes")
                seen.append(fingerprint)
            }
            var integration = Sample.integration()
            integration.revision = try await store.save(integration)
            try await look()
            integration.status = .reconnectNeeded
            try await store.save(integration)
            try await look()
            try await store.note(KnownClass(Sample.booking("1").booking))
            try await look()
            var link = Sample.link()
            link.revision = try await store.save(link)
            try await look()
            link.pausedAt = Sample.start
            link.revision = try await store.save(link)
            try await look()
            for _ in 0..<2 {
                try await store.begin(Unlinking(link: link, removal: .nothing, requestedAt: Sample.start))
                try await look()
                link.revision = 0
                link.revision = try await store.save(link)
                try await look()
            }
            // Another account's changes are none of this one's.
            try await store.save(Sample.link(accountId: "43"))
            #expect(try await store.fingerprint(accountId: "42") == seen.last)
        }
    }

    @Test(arguments: Backend.allCases) func aMovedLinkIsFoundByItsNewFeedOnly(backend: Backend) async throws {
        try await backend.withStore { store in
            var link = Sample.link()
            let oldFeedId = link.feedId
            link.revision = try await store.save(link)
            link.googleCalendarId = "second@example.com"
            link.revision = try await store.save(link)
            #expect(try await store.links(feedId: oldFeedId).isEmpty)
            #expect(try await store.links(feedId: link.feedId) == [link])
        }
    }

    @Test(arguments: Backend.allCases) func aSaveFromAnOldStateIsAConflict(backend: Backend) async throws {
        try await backend.withStore { store in
            var link = Sample.link()
            try await store.save(link)
            link.revision = 1
            try await store.save(link)
            for stale in [0, 1, 3] as [Int64] {
                link.revision = stale
                await #expect(throws: StoreError.conflict) { try await store.save(link) }
            }
            #expect(try await store.link(link.classKey)?.revision == 2)
        }
    }

    @Test(arguments: Backend.allCases) func accountsAreThoseOfWhichSomethingIsKnown(backend: Backend) async throws {
        try await backend.withStore { store in
            #expect(try await store.accounts(after: nil, limit: 9).isEmpty)
            try await store.save(Sample.integration(accountId: "b"))
            try await store.save(Sample.link(accountId: "a"))
            try await store.save(Sample.link(accountId: "a", classId: "other"))
            try await store.note(
                KnownClass(accountId: "B", calendarId: "1", calendarName: "", classId: "2", className: ""))
            #expect(try await store.accounts(after: nil, limit: 9) == ["B", "a", "b"])
            #expect(try await store.accounts(after: nil, limit: 2) == ["B", "a"])
            #expect(try await store.accounts(after: "a", limit: 2) == ["b"])
        }
    }
}
