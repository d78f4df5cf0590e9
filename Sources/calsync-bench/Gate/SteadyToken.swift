import GoogleCalendar

/// An access token that never ends.
struct SteadyToken: AccessTokenSource {
    func accessToken() async throws -> String { "token" }
    func invalidate(_ token: String) async {}
}
