import CalendarSync

/// Changes with every account and link that is connected, made, changed or ended. A list of links is not looked at closer:
/// there may be a thousand of them.
struct LinksVersion: Sendable {
    let store: any Store

    func text(accountId: String) async throws -> String {
        var parts: [String] = []
        for integration in try await store.integrations(accountId: accountId) {
            parts += [integration.id, integration.status.rawValue, String(integration.revision)]
        }
        for link in try await store.links(accountId: accountId) {
            parts += [link.classId, link.feedId, String(link.revision)]
        }
        for unlinking in try await store.unlinkings(accountId: accountId) {
            parts += [unlinking.link.classId, String(unlinking.revision)]
        }
        parts.append(String(try await store.parkedCount(accountId: accountId)))
        parts += try await store.classes(accountId: accountId).flatMap { [$0.classId, $0.className, $0.calendarName] }
        return Digest.text(parts)
    }
}
