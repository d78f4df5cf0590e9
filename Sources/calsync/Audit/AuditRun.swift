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
