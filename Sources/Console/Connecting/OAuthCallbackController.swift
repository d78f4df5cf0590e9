import CalendarSync
import Hummingbird

/// `GET /oauth/google/callback`: where Google's consent page sends the browser. Answers with the integration, or with what
/// went wrong and what to do about it.
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
                    let integration = try await connecting.finish(
                        wayBack, browserSecret: BrowserCookie.secret(in: request))
                    return Response(json: Connected(integration: try await IntegrationView(integration, store: store)))
                }
            ])
    }
}
