import CalendarSync
import Hummingbird

/// `GET /oauth/google/callback`: where Google's consent page sends the browser. Answers with the integration, or with what
/// went wrong and what to do about it; a browser that began at the console is led back there.
struct OAuthCallbackController: Sendable {
    static let path = "/oauth/google/callback"

    let store: any AccountStore
    let connecting: GoogleConnecting

    private struct Connected: Encodable {
        let integration: IntegrationView
    }

    func addRoutes(to router: some RouterMethods) {
        router.resource(
            RouterPath(Self.path),
            [
                .get: { request, _ in
                    let query = request.uri.queryParameters
                    let wayBack = OAuthWayBack(
                        state: query["state"].map(String.init), code: query["code"].map(String.init),
                        error: query["error"].map(String.init))
                    let browserSecret = BrowserCookie.secret(in: request)
                    if let origin = browserSecret.flatMap(ConnectOrigin.init(browserSecret:)) {
                        return await comeBack(to: origin, wayBack, browserSecret: browserSecret)
                    }
                    let integration = try await connecting.finish(wayBack, browserSecret: browserSecret)
                    return Response(json: Connected(integration: try await IntegrationView(integration, store: store)))
                }
            ])
    }

    /// To *My Integrations*, which says what has become of it.
    private func comeBack(
        to origin: ConnectOrigin, _ wayBack: OAuthWayBack, browserSecret: String?
    ) async -> Response {
        var notice = origin.integrationId == nil ? PageNotice.connected : .reconnected
        var missing: [String] = []
        do {
            _ = try await connecting.finish(wayBack, browserSecret: browserSecret)
        } catch {
            let error = ConsoleError(error)
            notice = PageNotice(error)
            if case .missingScopes(let scopes) = error { missing = scopes }
        }
        let query = ["notice=\(notice.rawValue)"] + missing.map { "missing=\(Visit.segment(ScopeWords.short($0)))" }
        return .redirect(to: "\(Visit.base(origin.accountId))/integrations?\(query.joined(separator: "&"))")
    }
}
