import HTTPTypes
import Hummingbird

/// Lets through who has the operator's token, or that of the account that the path names (RFC 6750 §2.1).
struct BearerMiddleware<Context: RequestContext>: RouterMiddleware {
    let tokens: BearerTokens

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let access = try tokens.access(request)
        // A path without an account is none of ours, or looks at who calls by itself.
        if context.parameters.get("accountId") != nil, !access.includes(try context.segment("accountId")) {
            throw ConsoleError.otherAccount
        }
        return try await next(request, context)
    }
}

extension BearerTokens {
    /// - Throws: `ConsoleError.unauthorized` where the request has none of the tokens.
    func access(_ request: Request) throws -> ConsoleAccess {
        let parts = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", let access = access(String(parts[1])) else {
            throw ConsoleError.unauthorized
        }
        return access
    }
}
