import GoogleCalendar
import OutboundHTTP
import Testing

@Suite(.timeLimit(.minutes(1)))
struct GoogleErrorTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let status: Int
        let json: String
        let error: GoogleError
        let advice: GoogleErrorAdvice
        var retryAfter: String?

        var testDescription: String { "\(status) \(error)" }
    }

    /// The calendar's own envelope.
    private static func classic(
        _ status: Int, _ reason: String, _ error: GoogleError, _ advice: GoogleErrorAdvice,
        message: String = "Lunch with Ana", location: String? = nil, retryAfter: String? = nil
    ) -> Sample {
        let place = location.map { #","locationType":"parameter","location":"\#($0)""# } ?? ""
        return Sample(
            status: status,
            json: """
                {"error":{"errors":[{"domain":"global","reason":"\(reason)","message":"\(message)"\(place)}],
                 "code":\(status),"message":"\(message)"}}
                """,
            error: error, advice: advice, retryAfter: retryAfter)
    }

    /// The front end's envelope.
    private static func frontEnd(
        _ status: Int, _ reason: String, info: String, _ error: GoogleError, _ advice: GoogleErrorAdvice
    ) -> Sample {
        Sample(
            status: status,
            json: """
                {"error":{"code":\(status),"message":"Text","errors":[{"message":"Text","domain":"global",
                 "reason":"\(reason)"}],"status":"PERMISSION_DENIED","details":[{"@type":"x/google.rpc.Help","links":[]},
                 {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"\(info)","domain":"googleapis.com",
                 "metadata":{"service":"calendar-json.googleapis.com"}}]}}
                """,
            error: error, advice: advice)
    }

    static let apiSamples: [Sample] = [
        classic(400, "timeRangeEmpty", .timeRangeEmpty, .permanent),
        classic(401, "authError", .authError, .retry),
        classic(403, "userRateLimitExceeded", .userRateLimitExceeded(retryAfter: nil), .backOff),
        classic(403, "rateLimitExceeded", .rateLimitExceeded(retryAfter: nil), .backOff),
        classic(429, "rateLimitExceeded", .rateLimitExceeded(retryAfter: .seconds(7)), .backOff, retryAfter: "7"),
        classic(403, "quotaExceeded", .quotaExceeded(retryAfter: nil), .pauseForHours),
        classic(403, "calendarUsageLimitsExceeded", .quotaExceeded(retryAfter: nil), .pauseForHours),
        classic(403, "dailyLimitExceeded", .dailyLimitExceeded, .pauseForHours),
        classic(403, "dailyLimitExceededUnreg", .dailyLimitExceeded, .pauseForHours),
        classic(403, "rateLimitExceededUnreg", .rateLimitExceeded(retryAfter: nil), .backOff),
        classic(403, "userRateLimitExceededUnreg", .userRateLimitExceeded(retryAfter: nil), .backOff),
        classic(403, "forbiddenForNonOrganizer", .forbiddenForNonOrganizer, .needsAccess),
        classic(403, "forbiddenForNonCreator", .forbiddenForNonCreator, .needsAccess),
        classic(403, "forbiddenForServiceAccounts", .forbiddenForServiceAccounts, .needsAccess),
        classic(403, "requiredAccessLevel", .requiredAccessLevel, .needsAccess),
        classic(403, "forbidden", .forbidden, .needsAccess),
        classic(403, "notACalendarUser", .notACalendarUser, .needsAccess),
        classic(403, "insufficientPermissions", .insufficientPermissions, .reconnect),
        classic(403, "accessNotConfigured", .accessNotConfigured, .fixConfiguration),
        classic(404, "notFound", .notFound, .gone),
        classic(409, "duplicate", .duplicate, .readBack),
        classic(409, "conflict", .conflict, .retry),
        classic(410, "fullSyncRequired", .fullSyncRequired, .fullSync, location: "syncToken"),
        classic(410, "updatedMinTooLongAgo", .updatedMinTooLongAgo, .fullSync, location: "updatedMin"),
        classic(410, "deleted", .deleted, .alreadyDone),
        classic(412, "conditionNotMet", .conditionNotMet, .readBack),
        classic(500, "backendError", .backendError(retryAfter: nil), .retry),
        classic(503, "backendError", .backendError(retryAfter: .seconds(3)), .retry, retryAfter: "3"),
        classic(400, "invalid", .invalid(field: nil), .permanent),
        classic(400, "invalid", .invalid(field: "orderBy"), .permanent, location: "orderBy"),
        classic(400, "invalid", .invalidSyncToken, .fullSync, message: "Invalid sync token value."),
        classic(400, "invalid", .invalidSyncToken, .fullSync, location: "syncToken"),
        classic(400, "required", .required, .permanent),
        classic(401, "required", .authError, .retry),
        classic(400, "badRequest", .badRequest, .permanent),
        classic(400, "parseError", .parseError, .permanent),
        classic(400, "eventDurationExceedsLimit", .eventDurationExceedsLimit, .permanent),
        classic(400, "eventTypeRestriction", .eventTypeRestriction, .permanent),
        classic(400, "malformedWorkingLocationEvent", .malformedWorkingLocationEvent, .permanent),
        classic(403, "cannotChangeOrganizer", .cannotChangeOrganizer, .permanent),
        classic(403, "cannotChangeOrganizerOfInstance", .cannotChangeOrganizerOfInstance, .permanent),
        classic(
            403, "participantIsNeitherOrganizerNorAttendee", .participantIsNeitherOrganizerNorAttendee, .permanent),
        classic(400, "syncTokenWithRequestRestrictions", .syncTokenWithRequestRestrictions, .permanent),
        classic(400, "syncTokenWithNonDefaultOrdering", .syncTokenWithNonDefaultOrdering, .permanent),
        classic(400, "pushNotSupportedForRequestedResource", .pushNotSupportedForRequestedResource, .pollInstead),
        classic(400, "push.webhookUrlNotHttps", .webhookUrlNotHttps, .fixConfiguration),
        classic(400, "webhookUrlNotHttps", .webhookUrlNotHttps, .fixConfiguration),
        classic(400, "push.webhookUrlUnauthorized", .webhookUrlUnauthorized, .fixConfiguration),
        classic(400, "channelIdNotUnique", .channelIdNotUnique, .useNewID),
        classic(418, "brandNew", .unexpected(status: 418, reason: "brandNew"), .permanent),
        classic(403, "brandNew", .unexpected(status: 403, reason: "brandNew"), .needsAccess),
        classic(404, "brandNew", .unexpected(status: 404, reason: "brandNew"), .needsAccess),
        classic(429, "brandNew", .rateLimitExceeded(retryAfter: nil), .backOff),
        // A reason that is a sentence may be anybody's words.
        classic(418, "Lunch with Ana", .unexpected(status: 418, reason: nil), .permanent),
        frontEnd(401, "required", info: "CREDENTIALS_MISSING", .authError, .retry),
        frontEnd(401, "authError", info: "ACCESS_TOKEN_EXPIRED", .authError, .retry),
        frontEnd(
            403, "insufficientPermissions", info: "ACCESS_TOKEN_SCOPE_INSUFFICIENT", .insufficientPermissions,
            .reconnect),
        frontEnd(403, "forbidden", info: "RATE_LIMIT_EXCEEDED", .rateLimitExceeded(retryAfter: nil), .backOff),
        frontEnd(429, "rateLimitExceeded", info: "RATE_LIMIT_EXCEEDED", .rateLimitExceeded(retryAfter: nil), .backOff),
        frontEnd(403, "accessNotConfigured", info: "SERVICE_DISABLED", .accessNotConfigured, .fixConfiguration),
        Sample(status: 500, json: "<html>", error: .unavailable(status: 500, retryAfter: nil), advice: .retry),
        Sample(
            status: 503, json: "", error: .unavailable(status: 503, retryAfter: .seconds(60)), advice: .retry,
            retryAfter: "60"),
        Sample(status: 504, json: "{}", error: .unavailable(status: 504, retryAfter: nil), advice: .retry),
        Sample(status: 429, json: "", error: .rateLimitExceeded(retryAfter: nil), advice: .backOff),
        Sample(status: 412, json: "", error: .conditionNotMet, advice: .readBack),
        // Without a reason these decide nothing of an event: a wrong address answers so, too. They may pass.
        Sample(status: 403, json: "<html>", error: .unexpected(status: 403, reason: nil), advice: .needsAccess),
        Sample(status: 403, json: "", error: .unexpected(status: 403, reason: nil), advice: .needsAccess),
        Sample(status: 404, json: "<html>", error: .unexpected(status: 404, reason: nil), advice: .needsAccess),
        Sample(status: 401, json: "<html>", error: .authError, advice: .retry),
        Sample(status: 410, json: "{}", error: .unexpected(status: 410, reason: nil), advice: .permanent),
        Sample(status: 302, json: "", error: .unexpected(status: 302, reason: nil), advice: .permanent),
    ]

    private static func oauth(
        _ status: Int, _ code: String, _ error: GoogleError, _ advice: GoogleErrorAdvice
    ) -> Sample {
        Sample(
            status: status, json: #"{"error":"\#(code)","error_description":"Text of token secret"}"#, error: error,
            advice: advice)
    }

    static let oauthSamples: [Sample] = [
        oauth(400, "invalid_grant", .invalidGrant, .reconnect),
        oauth(400, "admin_policy_enforced", .adminPolicyEnforced, .reconnect),
        oauth(403, "org_internal", .orgInternal, .reconnect),
        oauth(403, "access_denied", .accessDenied, .reconnect),
        oauth(401, "invalid_client", .invalidClient, .fixConfiguration),
        oauth(401, "deleted_client", .invalidClient, .fixConfiguration),
        oauth(400, "unauthorized_client", .unauthorizedClient, .fixConfiguration),
        oauth(400, "redirect_uri_mismatch", .redirectUriMismatch, .fixConfiguration),
        oauth(400, "invalid_scope", .invalidScope, .fixConfiguration),
        oauth(400, "invalid_request", .invalidRequest, .permanent),
        oauth(400, "unsupported_grant_type", .unsupportedGrantType, .permanent),
        oauth(400, "invalid_token", .invalidToken, .alreadyDone),
        oauth(400, "internal_failure", .unavailable(status: 400, retryAfter: nil), .retry),
        oauth(400, "server_error", .unavailable(status: 400, retryAfter: nil), .retry),
        oauth(400, "temporarily_unavailable", .unavailable(status: 400, retryAfter: nil), .retry),
        oauth(429, "slow", .rateLimitExceeded(retryAfter: nil), .backOff),
        oauth(400, "brand_new", .unexpected(status: 400, reason: "brand_new"), .permanent),
        Sample(status: 403, json: "<html>", error: .unexpected(status: 403, reason: nil), advice: .needsAccess),
        oauth(400, "token secret", .unexpected(status: 400, reason: nil), .permanent),
        Sample(status: 502, json: "<html>", error: .unavailable(status: 502, retryAfter: nil), advice: .retry),
    ]

    @Test(arguments: apiSamples)
    func readsTheAnswersOfTheAPI(sample: Sample) async throws {
        let google = ScriptedGoogle { _ in
            ScriptedAnswer(status: sample.status, json: sample.json, retryAfter: sample.retryAfter)
        }
        try await google.run { sender, endpoints in
            let client = GoogleCalendarClient(sender: sender, endpoints: endpoints)
            let error = await #expect(throws: GoogleError.self) {
                try await client.getEvent("primary", "e1", as: TokenList("t", "t"))
            }
            check(error, against: sample)
        }
    }

    @Test(arguments: oauthSamples)
    func readsTheAnswersOfTheTokenEndpoint(sample: Sample) async throws {
        let google = ScriptedGoogle { _ in
            ScriptedAnswer(status: sample.status, json: sample.json, retryAfter: sample.retryAfter)
        }
        try await google.run { sender, endpoints in
            let oauth = GoogleOAuth(
                sender: sender, endpoints: endpoints, credentials: GoogleClientCredentials(id: "i", secret: "s"))
            let error = await #expect(throws: GoogleError.self) { try await oauth.refresh(refreshToken: "r") }
            check(error, against: sample)
        }
    }

    private func check(_ error: GoogleError?, against sample: Sample) {
        #expect(error == sample.error)
        #expect(error?.advice == sample.advice)
        #expect((error?.retryAfter == nil) == (sample.retryAfter == nil))
        for words in ["Lunch", "Ana", "Text", "secret"] { #expect(!"\(error as Any)".contains(words)) }
    }

    @Test(arguments: [
        (GoogleError.transport(.timedOut), GoogleErrorAdvice.retry), (.transport(.connectionClosed), .retry),
        (.transport(.tlsFailed(.certificateRejected)), .retry), (.transport(.invalidURL), .permanent),
        (.transport(.responseTooLarge(limit: 1)), .permanent), (.malformedAnswer(status: 200), .retry),
    ])
    func advisesOnWhatIsNotAnAnswer(error: GoogleError, advice: GoogleErrorAdvice) {
        #expect(error.advice == advice)
    }

    @Test func everyKindOfAdviceIsGivenBySomeAnswer() {
        let given = Set((Self.apiSamples + Self.oauthSamples).map(\.advice))
        #expect(given == Set(GoogleErrorAdvice.allCases))
    }
}
