/// Why a request to the control endpoints or to Kartra's side was refused.
enum APIError: Error {
    case invalid(String, field: String)
    case unprocessable(String, field: String)
    case notFound(String)
    case conflict(code: String, String)
    case unauthorized
    case tooMany(retryAfter: Int)
    case injected(FaultAnswer)

    var status: Int {
        switch self {
        case .invalid: 400
        case .unprocessable: 422
        case .notFound: 404
        case .conflict: 409
        case .unauthorized: 401
        case .tooMany: 429
        case .injected(let answer): answer.status
        }
    }

    /// `{"error":{"code","message","field"}}`
    var response: APIResponse {
        let error: JSONObject
        var headers: [(String, String)] = []
        switch self {
        case .invalid(let message, let field):
            error = ["code": "invalid", "message": .string(message), "field": .string(field)]
        case .unprocessable(let message, let field):
            error = ["code": "unprocessable", "message": .string(message), "field": .string(field)]
        case .notFound(let message): error = ["code": "not_found", "message": .string(message)]
        case .conflict(let code, let message): error = ["code": .string(code), "message": .string(message)]
        case .unauthorized: error = ["code": "unauthorized", "message": "A valid bearer token is needed."]
        case .tooMany(let retryAfter):
            error = ["code": "rate_limited", "message": "Too many requests"]
            headers = [("Retry-After", String(retryAfter))]
        case .injected(let answer):
            error = [
                "code": .string(answer.reason ?? "injected"), "message": .string(answer.message ?? "Injected fault."),
            ]
            headers = answer.retryAfter.map { [("Retry-After", String($0))] } ?? []
        }
        var response = APIResponse.json(["error": .object(error)], status: status)
        response.headers += headers.map { (name: $0.0, value: $0.1) }
        return response
    }
}
