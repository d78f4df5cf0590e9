/// An error of the token endpoint (RFC 6749 §5.2).
struct TokenError: Error {
    let status: Int
    let code: String
    let description: String

    static func invalidGrant(_ description: String) -> TokenError {
        TokenError(status: 400, code: "invalid_grant", description: description)
    }

    static func invalidRequest(_ description: String) -> TokenError {
        TokenError(status: 400, code: "invalid_request", description: description)
    }

    static func invalidClient(_ description: String) -> TokenError {
        TokenError(status: 401, code: "invalid_client", description: description)
    }

    var response: APIResponse {
        .json(["error": .string(code), "error_description": .string(description)], status: status, pretty: true)
    }
}

extension TokenError {
    /// What an injected fault looks like at the token endpoint.
    init(_ answer: FaultAnswer) {
        self.init(
            status: answer.status,
            code: answer.reason ?? (answer.status < 500 ? "invalid_request" : "internal_failure"),
            description: answer.message ?? "Injected fault.")
    }
}
