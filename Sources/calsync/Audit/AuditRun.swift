import CalendarSync
import Foundation
import Records

/// Asks the workers for audits and waits until the store has what they found.
struct AuditRun: Sendable {
    let store: any AccountStore & FeedStore
    let producer: any RecordProducer
    let topics: Topics

    /// - Parameter progress: calendars done, of how many.
    func audit(
        _ links: [ClassLink], repair: Bool, within limit: Duration, progress: (Int, Int) -> Void
    ) async throws -> AuditReport {
        var asked: [String: String] = [:]
        for feedId in Set(links.map(\.feedId)) {
            let eventId = "audit-\(UUID().uuidString.lowercased())"
            try await producer.send(
                GooglePing(feedId: feedId, trigger: .audit, repair: repair)
                    .record(id: eventId, at: Date(), topics: topics))
            asked[feedId] = eventId
        }
        var report = AuditReport(repaired: repair)
        report.unanswered = try await FeedVigil.wait(for: Set(asked.keys), within: limit, progress: progress) { id in
            guard let audit = try await store.feed(id: id)?.lastAudit, audit.eventId == asked[id] else { return false }
            report.add(audit)
            return true
        }
        return report
    }
}
