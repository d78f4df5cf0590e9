import Hummingbird

/// Behind `BearerMiddleware`: lets through who has the operator's token.
struct OperatorMiddleware<Context: RequestContext>: RouterMiddleware {
    let tokens: BearerTokens

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard try tokens.access(request) == .operator else { throw ConsoleError.operatorOnly }
        return try await next(request, context)
    }
}
