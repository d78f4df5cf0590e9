import CalendarSync
import Foundation
import HTTPTypes
import Hummingbird

/// *My Integrations*: connecting, reconnecting and disconnecting Google accounts.
struct IntegrationPages: Sendable {
    let gate: ConsoleGate
    let store: any Store
    let reader: LinkReader
    let connecting: GoogleConnecting
    let remover: IntegrationRemover
    let live: LiveStreams
    let version: LinksVersion

    func addRoutes(to account: RouterGroup<some RequestContext>) {
        account.resource("integrations", [.get: { request, context in try await list(request, context) }])
        account.resource("integrations/live", [.get: { request, context in try await stream(request, context) }])
        account.resource(
            "integrations/new",
            [
                .get: { request, context in
                    try Page(
                        template: .newIntegration, title: "New Integration: Google",
                        visit: try gate.visit(request, context)
                    ).response()
                },
                .post: { request, context in try await connect(request, context) },
            ])
        account.resource(
            "integrations/:integrationId/reconnect",
            [.post: { request, context in try await connect(request, context) }]
        )
        account.resource(
            "integrations/:integrationId/disconnect",
            [
                .get: { request, context in try await askToDisconnect(request, context) },
                .post: { request, context in try await disconnect(request, context) },
            ])
        account.resource(
            "integrations/:integrationId/certificate",
            [.get: { request, context in try await certificate(request, context) }])
    }

    private func list(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let notice = PageNotice(request)
        var page = try await page(
            gate.visit(request, context), onlyCalendars: request.uri.queryParameters["kind"] != "all")
        page.notice = notice
        if notice == .missingScopes { page.content["grantAgain"] = ["scopes": ScopeWords.sentences(missing(request))] }
        return try page.response()
    }

    private func stream(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let visit = try gate.visit(request, context)
        guard let accountId = visit.accountId else { throw ConsoleError.unknownPath }
        return try live.response(
            LivePage {
                try await version.text(accountId: accountId)
            } render: {
                try await page(visit, onlyCalendars: true).html()
            }, for: visit, request, logger: context.logger)
    }

    private func page(_ visit: Visit, onlyCalendars: Bool) async throws -> Page {
        guard let accountId = visit.accountId else { throw ConsoleError.unknownPath }
        let classes = try await reader.listed(accountId: accountId)
        let integrations = try await store.integrations(accountId: accountId).filter { $0.status != .disconnected }
        let path = Visit.base(accountId) + "/integrations"
        return Page(
            template: .integrations, title: "My Integrations", visit: visit,
            content: [
                "integrations": integrations.map { IntegrationCard($0, classes: classes).values },
                "onlyCalendars": onlyCalendars, "live": ["page": path, "stream": path + "/live"],
                "summary": IntegrationCard.summary(integrations),
            ])
    }

    /// The scopes that the way back from Google said are missing; others in the address are not repeated.
    private func missing(_ request: Request) -> [String] {
        request.uri.queryParameters.getAll("missing").compactMap { ScopeWords.scope(short: String($0)) }
    }

    /// Leads to Google's page; where the path names an integration, its own Google account must come back.
    private func connect(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let (visit, _) = try await gate.form(request, context)
        try gate.limiter.admit(context.remoteHost, now: gate.now())
        guard let accountId = visit.accountId else { throw ConsoleError.unknownPath }
        var integration: Integration?
        if context.parameters.get("integrationId") != nil {
            integration = try await known(context, accountId: accountId)
        }
        let beginning = try await connecting.begin(
            accountId: accountId, from: ConnectOrigin(accountId: accountId, integrationId: integration?.id))
        var response = Response.redirect(to: beginning.authorizeURL)
        response.setCookie(BrowserCookie.make(beginning.browserSecret, isSecure: gate.isSecure))
        return response
    }

    private func askToDisconnect(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let visit = try gate.visit(request, context)
        guard let accountId = visit.accountId else { throw ConsoleError.unknownPath }
        let integration = try await known(context, accountId: accountId)
        let links = try await reader.linked(accountId: accountId).filter { $0.link.integrationId == integration.id }
        let mirrors = try await store.mirrorCounts(accountId: accountId)
        let blocks = try await store.blockCounts(accountId: accountId)
        return try Page(
            template: .disconnect, title: "Disconnect \(integration.email)", visit: visit,
            content: [
                "links": links.count, "mirrors": links.reduce(0) { $0 + (mirrors[$1.link.classId] ?? 0) },
                "blocks": links.reduce(0) { $0 + (blocks[$1.link.classId] ?? 0) },
                "action": "\(Visit.base(accountId))/integrations/\(integration.id)/disconnect",
            ]
        ).response()
    }

    private func disconnect(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let (visit, form) = try await gate.form(request, context)
        guard let accountId = visit.accountId else { throw ConsoleError.unknownPath }
        let integration = try await remover.remove(
            try context.segment("integrationId"), accountId: accountId, try form.removal())
        let base = Visit.base(accountId) + "/integrations"
        return .redirect(
            to: integration.disconnection?.certificate == nil
                ? "\(base)?notice=\(PageNotice.disconnecting.rawValue)" : "\(base)/\(integration.id)/certificate")
    }

    private func certificate(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let visit = try gate.visit(request, context)
        guard let accountId = visit.accountId else { throw ConsoleError.unknownPath }
        let certificate = try await remover.certificate(
            of: try context.segment("integrationId"), accountId: accountId)
        return try Page(
            template: .certificate, title: "Disconnected", visit: visit, content: CertificateWords.values(certificate)
        ).response()
    }

    private func known(_ context: some RequestContext, accountId: String) async throws -> Integration {
        guard let integration = try await store.integration(id: try context.segment("integrationId")),
            integration.accountId == accountId, integration.status != .disconnected
        else { throw ConsoleError.unknownIntegration }
        return integration
    }
}
