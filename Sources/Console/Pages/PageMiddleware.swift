import HTTPTypes
import Hummingbird
import Logging

/// Answers errors with a page, and sends with every page what a browser is to allow it.
struct PageMiddleware<Context: RequestContext>: RouterMiddleware {
    /// Where Google's consent page is: forms that connect are led there.
    let authorizeOrigin: String

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = try answer(error, logger: context.logger)
        }
        for header in protection where response.headers[header.name] == nil { response.headers.append(header) }
        return response
    }

    private func answer(_ cause: any Error, logger: Logger) throws -> Response {
        if let error = cause as? any HTTPResponseError {
            return try Page(
                template: .error, title: "This does not work",
                content: ["message": "The request cannot be answered: \(error.status.code)."]
            ).response(status: error.status)
        }
        let error = ConsoleError(cause)
        if error.isOurs { logger.error("page failed", metadata: ["error": "\(cause)"]) }
        let answer = error.answer
        var response = try Page(
            template: .error, title: PageError.title(error), content: ["message": error.sentence]
        ).response(status: answer.status)
        for header in error.headers { response.headers[header.name] = header.value }
        return response
    }

    /// Nothing but our own style sheet, images and scripts; no frame around us (CSP Level 3).
    private var protection: HTTPFields {
        var fields: HTTPFields = [
            .contentSecurityPolicy:
                "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
                + "form-action 'self' \(authorizeOrigin); frame-ancestors 'none'; base-uri 'none'",
            .xContentTypeOptions: "nosniff", .cacheControl: "no-store",
        ]
        if let name = HTTPField.Name("Referrer-Policy") { fields[name] = "no-referrer" }
        return fields
    }
}

/// The headings of pages that say what went wrong.
private enum PageError {
    static func title(_ error: ConsoleError) -> String {
        switch error.answer.status.code {
        case 401: "Open the console by its link"
        case 403: "This form was refused"
        case 404: "There is nothing here"
        case 429: "Too many tries"
        default: "This does not work now"
        }
    }
}
