import CalendarSync
import Foundation
import Hummingbird

/// Lets visitors in, and knows them again.
struct ConsoleGate: Sendable {
    /// Nil: nobody can be let in.
    let keys: SecretKeys?
    let isSecure: Bool
    let limiter = RateLimiter(capacity: 20, perSecond: 0.5)
    let usedLinks: any EntryLinkStore
    let now: @Sendable () -> Date
    let random: @Sendable (Int) -> [UInt8]

    /// The cookie of a new session, for a link that was not used before.
    func enter(token: String?, from address: String) async throws -> Cookie {
        let keys = try neededKeys()
        try limiter.admit(address, now: now())
        guard let link = token.flatMap({ ConsoleLink(token: $0, keys: keys, now: now()) }),
            try await usedLinks.use(entryLink: link.id, remembered: link.rememberedUntil, now: now())
        else { throw ConsoleError.linkRefused }
        return try ConsoleSession(id: Base64URL.encode(random(16)), access: link.access, now: now())
            .cookie(keys: keys, isSecure: isSecure)
    }

    /// - Throws: `ConsoleError.unknownPath` where the path names an account that is not the visitor's: whether there is
    ///   such an account is not said.
    func visit(_ request: Request, _ context: some RequestContext) throws -> Visit {
        let keys = try neededKeys()
        guard let session = ConsoleSession(request, keys: keys, now: now()) else { throw ConsoleError.noSession }
        let accountId = context.parameters.get("accountId") == nil ? nil : try context.segment("accountId")
        if let accountId, accountId.isEmpty || !session.access.includes(accountId) { throw ConsoleError.unknownPath }
        return Visit(session: session, accountId: accountId, formToken: keys.sign(session.id, for: .consoleForm))
    }

    /// - Throws: `ConsoleError.unknownPath` where the visitor is no operator, as if there were no such page.
    func operatorVisit(_ request: Request, _ context: some RequestContext) throws -> Visit {
        let visit = try visit(request, context)
        guard visit.session.access == .operator else { throw ConsoleError.unknownPath }
        return visit
    }

    /// A form that a page of the visitor's own session has sent.
    func form(_ request: Request, _ context: some RequestContext) async throws -> (Visit, Form) {
        let visit = try visit(request, context)
        let form = try await request.form()
        guard try neededKeys().verify(form[Form.tokenName] ?? "", of: visit.session.id, for: .consoleForm) else {
            throw ConsoleError.formRefused
        }
        return (visit, form)
    }

    private func neededKeys() throws -> SecretKeys {
        guard let keys else { throw ConsoleError.connectingRefused }
        return keys
    }
}
