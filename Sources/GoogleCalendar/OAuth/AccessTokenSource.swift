/// The access tokens of one account.
public protocol AccessTokenSource: Sendable {
    func accessToken() async throws -> String
    /// Google refused this token; it must not be given out again.
    func invalidate(_ token: String) async
}
