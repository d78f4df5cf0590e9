import HTTPTypes
import Hummingbird

extension ConsoleError {
    /// `{"error":{"code","message","field"}}`.
    struct Body: Encodable {
        struct Detail: Encodable {
            let code: String
            let message: String
            let field: String?

            private enum CodingKeys: String, CodingKey { case code, message, field }

            /// An absent field stands as null: a reader sees every key in every error.
            func encode(to encoder: any Encoder) throws {
                var values = encoder.container(keyedBy: CodingKeys.self)
                try values.encode(code, forKey: .code)
                try values.encode(message, forKey: .message)
                try values.encode(field, forKey: .field)
            }
        }

        let error: Detail
    }

    var response: Response {
        let answer = answer
        return Response(
            json: Body(error: Body.Detail(code: answer.code, message: answer.message, field: field)),
            status: answer.status, headers: headers)
    }

    var field: String? {
        guard case .invalid(let field, _) = self else { return nil }
        return field
    }

    var headers: HTTPFields {
        switch self {
        case .unauthorized: [.wwwAuthenticate: "Bearer"]
        case .methodNotAllowed(let allowed): [.allow: allowed.joined(separator: ", ")]
        case .rateLimited(let seconds?), .tooManyTries(let seconds): [.retryAfter: String(seconds)]
        case .storeUnavailable, .brokerUnavailable: [.retryAfter: "5"]
        case .tooLarge: [.connection: "close"]
        default: [:]
        }
    }

    var answer: (status: HTTPResponse.Status, code: String, message: String) {
        switch self {
        case .unauthorized:
            (.unauthorized, "unauthorized", "send the operator's token or the account's: Authorization: Bearer …")
        case .otherAccount: (.forbidden, "other_account", "this token opens another account")
        case .operatorOnly: (.forbidden, "operator_only", "only the operator's token opens this")
        case .unknownPath: (.notFound, "not_found", "there is nothing at this path")
        case .methodNotAllowed(let allowed):
            (.methodNotAllowed, "method_not_allowed", "only \(allowed.joined(separator: ", ")) here")
        case .notJSON(let detail): (.badRequest, "not_json", detail)
        case .tooLarge(let limit): (.contentTooLarge, "too_large", "the body is over \(limit) bytes")
        case .invalid(let field, let detail): (.unprocessableContent, "invalid", "\(field) \(detail)")
        case .noSession:
            (.unauthorized, "no_session", "open the console by a new link: it was left, or is over after 12 hours")
        case .linkRefused:
            (
                .unauthorized, "link_refused",
                "this link is over ten minutes old, was used before or is not ours: ask for a new one"
            )
        case .formRefused:
            (.forbidden, "form_refused", "this form was not sent by a page of your session: open the page again")
        case .tooManyTries: (.tooManyRequests, "too_many_tries", "too many tries from your address: wait a moment")
        case .tooManyPages:
            (.tooManyRequests, "too_many_pages", "too many pages are open: refresh this one by its link")
        case .unknownIntegration: (.notFound, "unknown_integration", "this account has no such integration")
        case .unknownLink: (.notFound, "not_linked", "this class is not linked")
        case .unknownLetter:
            (.notFound, "unknown_letter", "there is no such dead letter, or it is not open any more")
        case .unlinking:
            (.conflict, "unlinking", "this class is being unlinked: link it again when its certificate is there")
        case .noCertificate: (.notFound, "no_certificate", "there is no certificate: nothing has been ended here")
        case .notBraked:
            (.conflict, "not_braked", "no removal of this class waits for an answer")
        case .paused:
            (.conflict, "paused", "this class is paused: resume it before it is linked to another Google calendar")
        case .conflict: (.conflict, "conflict", "it is being changed by somebody else: read it again and decide anew")
        case .connectingRefused:
            (.serviceUnavailable, "no_secret_keys", "connecting is refused without SECRET_KEYS")
        case .unknownAuthorization:
            (
                .badRequest, "unknown_state",
                "this way back from Google was used already, is over ten minutes old or was never begun: connect again"
            )
        case .otherBrowser:
            (
                .forbidden, "other_browser",
                "connecting was begun by another browser: finish where it was begun, with its cookie, or connect again"
            )
        case .accessDenied:
            (.forbidden, "access_denied", "access was refused on Google's page: connect again and allow it")
        case .authorizationFailed:
            (.badRequest, "authorization_failed", "Google's page ended with an error: connect again")
        case .codeRefused:
            (.badRequest, "code_refused", "Google no longer accepts its own code: connect again")
        case .missingScopes(let scopes):
            (
                .unprocessableContent, "missing_scopes",
                "not all that is needed was allowed: connect again and tick every box; missing: "
                    + scopes.joined(separator: " ")
            )
        case .missingRefreshToken:
            (
                .unprocessableContent, "no_refresh_token",
                "Google gave no lasting access: remove this app at https://myaccount.google.com/permissions and connect again"
            )
        case .otherGoogleAccount:
            (
                .conflict, "other_google_account",
                "another Google account was chosen than the one to be reconnected: nothing was changed; choose the same one"
            )
        case .reconnectNeeded:
            (.conflict, "reconnect_needed", "Google no longer accepts this integration's grant: connect it again")
        case .googleRefused(let detail): (.badGateway, "google_refused", "Google refused: \(detail)")
        case .googleUnavailable: (.badGateway, "google_unavailable", "Google does not answer: try again")
        case .rateLimited: (.tooManyRequests, "rate_limited", "Google asks to wait: try again later")
        case .storeUnavailable: (.serviceUnavailable, "store_unavailable", "the store does not answer: try again")
        case .brokerUnavailable: (.serviceUnavailable, "broker_unavailable", "the broker does not answer: try again")
        case .internalError: (.internalServerError, "internal_error", "something went wrong; it is in the log")
        }
    }
}
