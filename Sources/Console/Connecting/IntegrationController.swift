import CalendarSync
import HTTPTypes
import Hummingbird

/// `…/integrations`: the connected Google accounts.
struct IntegrationController: Sendable {
    let store: any AccountStore
    let google: any GoogleAccounts
    let connecting: GoogleConnecting
    let remover: IntegrationRemover
    let isSecure: Bool

    private struct List: Encodable {
        let integrations: [IntegrationView]
    }

    private struct Connect: Decodable {
        enum Provider: String, Decodable { case google }

        let provider: Provider
    }

    private struct Calendars: Encodable {
        let calendars: [GoogleCalendarChoice]
    }

    func addRoutes(to account: RouterGroup<some RequestContext>) {
        account.resource(
            "integrations",
            [
                .get: { _, context in
                    try await list(accountId: context.segment("accountId"))
                },
                .post: { request, context in
                    try await connect(request, accountId: context.segment("accountId"))
                },
            ])
        account.resource(
            "integrations/:integrationId",
            [
                .delete: { request, context in
                    let integration = try await remover.remove(
                        context.segment("integrationId"), accountId: context.segment("accountId"), request.removal())
                    if let certificate = integration.disconnection?.certificate {
                        return Response(json: CertificateView(certificate))
                    }
                    return Response(
                        json: try await IntegrationView(integration, store: store), status: .accepted)
                }
            ])
        account.resource(
            "integrations/:integrationId/certificate",
            [
                .get: { _, context in
                    Response(
                        json: CertificateView(
                            try await remover.certificate(
                                of: context.segment("integrationId"), accountId: context.segment("accountId"))))
                }
            ])
        account.resource(
            "integrations/:integrationId/calendars",
            [
                .get: { _, context in
                    try await calendars(
                        accountId: context.segment("accountId"), integrationId: context.segment("integrationId"))
                }
            ])
    }

    private func list(accountId: String) async throws -> Response {
        var views: [IntegrationView] = []
        for integration in try await store.integrations(accountId: accountId)
        where integration.status != .disconnected {
            views.append(try await IntegrationView(integration, store: store))
        }
        return Response(json: List(integrations: views))
    }

    private func connect(_ request: Request, accountId: String) async throws -> Response {
        _ = try await request.decode(Connect.self)
        let beginning = try await connecting.begin(accountId: accountId)
        var response = Response(json: ["authorizeURL": beginning.authorizeURL], status: .created)
        response.setCookie(BrowserCookie.make(beginning.browserSecret, isSecure: isSecure))
        return response
    }

    private func calendars(accountId: String, integrationId: String) async throws -> Response {
        guard let integration = try await store.integration(id: integrationId), integration.accountId == accountId,
            integration.status != .disconnected
        else { throw ConsoleError.unknownIntegration }
        return Response(json: Calendars(calendars: try await google.calendars(of: integration)))
    }
}
