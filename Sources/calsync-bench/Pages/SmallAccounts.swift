import CalendarSync
import Foundation
import StoreSQL

/// Accounts with one link each, for an operator to see beside the large one.
struct SmallAccounts: Sendable {
    let count: Int

    func fill(_ store: SQLStore, keys: SecretKeys) async throws {
        for number in 0..<count {
            let accountId = "small-\(number)"
            let id = Integration.id(accountId: accountId, subject: "subject")
            try await store.save(
                Integration(
                    accountId: accountId, subject: "subject", email: "host@example.com", scopes: [], connectedAt: .now,
                    sealedRefreshToken: try keys.seal("token", context: id)))
            let link = ClassLink(
                accountId: accountId, classId: "1", calendarId: "1", integrationId: id,
                googleCalendarId: "host@example.com", options: LinkOptions(), blocksCompleteAt: .now)
            try await store.save(link)
            try await store.ensure(
                Feed(accountId: accountId, integrationId: id, googleCalendarId: link.googleCalendarId, dueAt: .now))
        }
    }
}
