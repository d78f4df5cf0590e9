import Hummingbird
import Logging

/// Answers every error in the one form that the API promises. What the caller cannot help is logged.
struct ErrorMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as any HTTPResponseError {
            // The framework's own, such as for a message that cannot be read.
            throw error
        } catch {
            let answer = ConsoleError(error)
            if answer.isOurs { context.logger.error("call failed", metadata: ["error": "\(error)"]) }
            return answer.response
        }
    }
}
