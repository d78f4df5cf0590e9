import CalendarSync

/// Changes with every account and link that is connected, made, changed or ended. A list of links is not looked at closer:
/// there may be a thousand of them.
struct LinksVersion: Sendable {
    let store: any Store

    func text(accountId: String) async throws -> String {
        let fingerprint = try await store.fingerprint(accountId: accountId)
        return "\(fingerprint) \(try await store.parkedCount(accountId: accountId))"
    }
}
