import HTTPTypes
import Hummingbird

/// Lets through who has the operator's token (RFC 6750 §2.1).
struct BearerMiddleware<Context: RequestContext>: RouterMiddleware {
    let token: BearerToken

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let parts = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", token.matches(String(parts[1])) else {
            throw ConsoleError.unauthorized
        }
        return try await next(request, context)
    }
}
