import CalendarSync
import Console
import Foundation
import Handlers
import Records
import StoreSQL

/// What is known of one thing, in sections.
struct Explanation: Sendable {
    struct Section: Sendable {
        let title: String
        let text: String

        init(_ title: String, _ text: String) {
            self.title = title
            // Set off from the title.
            self.text = text.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
                .joined(separator: "\n")
        }
    }

    let tools: OperatorTools
    let account: String
    let last: Int
    let now: Date

    private static let pageSize = 200
    private static let mostParked = 20

    func booking(_ subscription: String) async throws -> [Section] {
        let key = ResultSubject(accountId: account, subscriptionId: subscription).key ?? account
        let state = try await tools.store.booking(accountId: account, subscriptionId: subscription)
        let parked = try await parked(Booking.workKey(accountId: account, subscriptionId: subscription))
        let common = [
            try await results(of: key), parked, try await deadLetters(classId: state?.booking.classId),
        ]
        guard let state else { return [Section("Booking", "No booking of this subscription is known.")] + common }
        let link = try await tools.store.link(state.booking.classKey)
        let plan = MirrorPlanner.plan(
            state.booking, existing: state.mirrors, link: link,
            unlinking: try await tools.store.unlinking(state.booking.classKey))
        return [
            Section("Booking", BookingWords.state(state)), Section("Wanted", BookingWords.wanted(state.booking)),
            Section("Standing in Google", BookingWords.standing(state.mirrors)),
            Section("To be done", BookingWords.plan(plan, isLinked: link != nil)),
        ] + common
    }

    func classLink(_ classId: String) async throws -> [Section] {
        let key = ClassKey(accountId: account, classId: classId)
        let resultKey = ResultSubject(accountId: account, classId: classId).key ?? account
        var sections: [Section] = []
        if let overview = try await LinkOverview.read(key, in: tools.store, oldestInput: nil, now: now) {
            sections = [
                Section("Link", StatusTable([overview], now: now).text),
                Section("Mirrors of sessions to come", try await mirrors(of: key, overview.link)),
            ]
            if let feed = overview.feed {
                sections.append(Section("Feed \(feed.id)", FeedWords(feed, now: now).text))
                if let audit = FeedWords.audit(feed, of: key) { sections.append(Section("Last audit", audit)) }
                sections.append(try await results(of: feed.id, title: "Last results of the feed"))
                sections.append(try await parked(Feed.workKey(id: feed.id)))
            }
        } else {
            sections = [Section("Link", "The class is not linked.")]
        }
        return sections + [try await results(of: resultKey), try await deadLetters(classId: classId)]
    }

    func feed(_ id: String) async throws -> [Section] {
        let common = [try await results(of: id), try await parked(Feed.workKey(id: id))]
        guard let feed = try await tools.store.feed(id: id), feed.accountId == account else {
            return [Section("Feed", "No feed of this id is known in account \(account).")] + common
        }
        var overviews: [LinkOverview] = []
        for link in try await tools.store.links(feedId: id) {
            if let overview = try await LinkOverview.read(
                link.classKey, in: tools.store, oldestInput: nil, now: now)
            {
                overviews.append(overview)
            }
        }
        return [
            Section("Feed", FeedWords(feed, now: now).text),
            Section("Links", overviews.isEmpty ? "none" : StatusTable(overviews, now: now).text),
        ] + common
    }

    // MARK: What all have

    private func mirrors(of key: ClassKey, _ link: ClassLink) async throws -> String {
        var (bookings, wanted, standing, undone) = (0, 0, 0, 0)
        var after: String?
        repeat {
            let page = try await tools.store.bookings(of: key, endingAfter: now, after: after, limit: Self.pageSize)
            for state in page {
                bookings += 1
                wanted += state.booking.bookedTimes.count
                standing += state.mirrors.count
                undone += MirrorPlanner.plan(state.booking, existing: state.mirrors, link: link).count
            }
            after = page.count == Self.pageSize ? page.last?.booking.subscriptionId : nil
        } while after != nil
        return "\(bookings) bookings want \(wanted) events; \(standing) stand; \(undone) changes are to be made"
    }

    private func results(of key: String, title: String = "Last results") async throws -> Section {
        Section(title, try await ResultHistory(tools: tools).text(of: key, last: last))
    }

    private func parked(_ key: String) async throws -> Section {
        let records = try await tools.store.parked(key: key, limit: Self.mostParked)
        let rows = records.map { parked in
            [
                "\(parked.record.position)", parked.reason.rawValue, parked.parkedAt.rfc3339,
                parked.dueAt <= now ? "due" : "due in \(StatusTable.span(parked.dueAt.timeIntervalSince(now)))",
            ]
        }
        return Section(
            "Parked", rows.isEmpty ? "none" : TextTable(["record", "why", "since", "next try"], rows: rows).text)
    }

    private func deadLetters(classId: String?) async throws -> Section {
        let filter = DeadLetterFilter(account: account, classId: classId)
        let entries = try await tools.deadLetters.entries(filter)
        let title = classId == nil ? "Open dead letters of the account" : "Open dead letters of the class"
        return Section(title, entries.isEmpty ? "none" : DeadLetterTable(entries).text)
    }
}
