import CalendarSync
import Foundation
import HTTPTypes
import Hummingbird

/// For operators: all accounts, how each is, and the way in.
struct AccountPages: Sendable {
    private static let pageSize = 50

    let gate: ConsoleGate
    let store: any AccountStore
    let letters: any DeadLetterStore
    let reader: LinkReader

    func addRoutes(to pages: RouterGroup<some RequestContext>) {
        pages.resource("accounts", [.get: { request, context in try await list(request, context) }])
    }

    private func list(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let visit = try gate.operatorVisit(request, context)
        let query = request.uri.queryParameters
        if let chosen = query["account"], !chosen.isEmpty {
            return .redirect(to: Visit.base(String(chosen)))
        }
        let after = query["after"].map(String.init)
        let found = try await store.accounts(after: after, limit: Self.pageSize + 1)
        let shown = found.prefix(Self.pageSize)
        let healths = try await healths(of: shown)
        let rows = shown.map { accountId -> [String: Any] in
            let health = healths[accountId]
            let links = health?.links ?? 0
            return [
                "path": Visit.base(accountId), "id": accountId, "links": links, "health": health?.sentence ?? "",
                "mood": health?.isWell == true ? (links == 0 ? "none" : "good") : "bad",
            ]
        }
        var content: [String: Any] = ["accounts": rows, "hasAccounts": !rows.isEmpty]
        let open = try await letters.openDeadLetterCount(accountId: nil)
        if open > 0 { content["deadLetters"] = ["count": DeadLetterPages.count(open)] }
        if found.count > Self.pageSize { content["next"] = ["after": Visit.segment(found[Self.pageSize - 1])] }
        return try Page(template: .accounts, title: "Accounts", visit: visit, content: content).response()
    }

    /// At once, for each is some few questions to the store.
    private func healths(of accounts: some Sequence<String>) async throws -> [String: AccountHealth] {
        try await withThrowingTaskGroup(of: (String, AccountHealth).self) { group in
            for accountId in accounts {
                group.addTask { (accountId, try await AccountHealth(accountId: accountId, reader: reader)) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }
}
