import CalendarSync
import Hummingbird
import Logging

/// Answers every error in the one form that the API promises. What the caller cannot help is logged.
struct ErrorMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as ConsoleError {
            return error.response
        } catch let error as StoreError {
            context.logger.error("store failed", metadata: ["error": "\(error)"])
            return answer(error).response
        } catch let error as any HTTPResponseError {
            throw error
        } catch {
            context.logger.error("call failed", metadata: ["error": "\(error)"])
            return ConsoleError.internalError.response
        }
    }

    private func answer(_ error: StoreError) -> ConsoleError {
        switch error {
        case .conflict, .fenced: .conflict
        case .unavailable: .storeUnavailable
        case .corrupt: .internalError
        }
    }
}
