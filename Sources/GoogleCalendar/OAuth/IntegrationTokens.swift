/// One integration's view of the cache.
public struct IntegrationTokens: AccessTokenSource {
    private let cache: AccessTokenCache
    private let integrationID: String

    init(cache: AccessTokenCache, integrationID: String) {
        self.cache = cache
        self.integrationID = integrationID
    }

    public func accessToken() async throws -> String {
        try await cache.token(for: integrationID)
    }

    public func invalidate(_ token: String) async {
        await cache.invalidate(token, for: integrationID)
    }
}
