import CalendarSync
import Foundation
import Records

/// Asks the workers for audits and waits until the store has what they found.
struct AuditRun: Sendable {
    let store: any AccountStore & FeedStore
    let producer: any RecordProducer
    let topics: Topics

    private static let pageSize = 200

    /// The links to audit; all of the installation where no account is named. Paused ones are left alone.
    func links(accountId: String?, classId: String?) async throws -> [ClassLink] {
        try await all(accountId: accountId, classId: classId).filter { !$0.isPaused }
    }

    private func all(accountId: String?, classId: String?) async throws -> [ClassLink] {
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

    /// - Parameter progress: calendars done, of how many.
    func audit(
        _ links: [ClassLink], repair: Bool, within limit: Duration, progress: (Int, Int) -> Void
    ) async throws -> AuditReport {
        let began = ContinuousClock.now
        var waiting: [String: String] = [:]
        for feedId in Set(links.map(\.feedId)) {
            let eventId = "audit-\(UUID().uuidString.lowercased())"
            try await producer.send(
                GooglePing(feedId: feedId, trigger: .audit, repair: repair)
                    .record(id: eventId, at: Date(), topics: topics))
            waiting[feedId] = eventId
        }
        var report = AuditReport(repaired: repair)
        let all = waiting.count
        progress(0, all)
        while !waiting.isEmpty, ContinuousClock.now - began < limit {
            let before = waiting.count
            for (feedId, eventId) in waiting {
                guard let audit = try await store.feed(id: feedId)?.lastAudit, audit.eventId == eventId else {
                    continue
                }
                report.add(audit)
                waiting[feedId] = nil
            }
            if waiting.count < before {
                progress(all - waiting.count, all)
            } else {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        report.unanswered = Set(waiting.keys)
        return report
    }
}
