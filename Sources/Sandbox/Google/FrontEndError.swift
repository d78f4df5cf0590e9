/// Refusals of Google's front end, which sees token, scope and quota before the Calendar backend does.
enum FrontEndError: Error {
    case credentialsMissing
    case credentialsInvalid
    case scopeInsufficient
    case quotaExhausted(status: Int, perUser: Bool, retryAfter: Int?)

    func body(method: String) -> GoogleErrorBody {
        let service = "calendar-json.googleapis.com"
        let metadata = [("method", method), ("service", service)]
        switch self {
        case .credentialsMissing:
            return GoogleErrorBody(
                code: 401, reason: "required", message: "Login Required.",
                summary: "Request is missing required authentication credential. Expected OAuth 2 access token, "
                    + "login cookie or other valid authentication credential. "
                    + "See https://developers.google.com/identity/sign-in/web/devconsole-project.",
                location: ("header", "Authorization"),
                frontEnd: .init(status: "UNAUTHENTICATED", reason: "CREDENTIALS_MISSING", metadata: metadata),
                headers: [("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\"")])
        case .scopeInsufficient:
            return GoogleErrorBody(
                code: 403, reason: "insufficientPermissions", message: "Insufficient Permission",
                summary: "Request had insufficient authentication scopes.",
                frontEnd: .init(
                    status: "PERMISSION_DENIED", reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT", metadata: metadata),
                headers: [
                    (
                        "WWW-Authenticate",
                        "Bearer realm=\"https://accounts.google.com/\", error=\"insufficient_scope\""
                    )
                ])
        case .quotaExhausted(let status, let perUser, let retryAfter):
            let message =
                "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute\(perUser ? " per user" : "")' "
                + "of service '\(service)' for consumer 'project_number:1'."
            return GoogleErrorBody(
                code: status, domain: "usageLimits", reason: "rateLimitExceeded", message: message,
                frontEnd: .init(
                    status: status == 429 ? "RESOURCE_EXHAUSTED" : "PERMISSION_DENIED", reason: "RATE_LIMIT_EXCEEDED",
                    metadata: [
                        ("service", service), ("consumer", "projects/1"), ("quota_metric", "\(service)/default"),
                        ("quota_limit", perUser ? "defaultPerMinutePerUser" : "defaultPerMinutePerProject"),
                    ]),
                headers: retryAfter.map { [("Retry-After", String($0))] } ?? [])
        case .credentialsInvalid:
            return GoogleErrorBody(
                code: 401, reason: "authError", message: "Invalid Credentials",
                summary: "Request had invalid authentication credentials. Expected OAuth 2 access token, login "
                    + "cookie or other valid authentication credential. "
                    + "See https://developers.google.com/identity/sign-in/web/devconsole-project.",
                location: ("header", "Authorization"),
                frontEnd: .init(status: "UNAUTHENTICATED", reason: "ACCESS_TOKEN_EXPIRED", metadata: metadata),
                headers: [
                    (
                        "WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\""
                    )
                ])
        }
    }
}
