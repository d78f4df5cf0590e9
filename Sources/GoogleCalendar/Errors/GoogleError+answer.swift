import Foundation
import OutboundHTTP

extension GoogleError {
    /// An unsuccessful answer of the Calendar API.
    init(apiAnswer response: OutboundResponse, now: Date) {
        let retryAfter = RetryAfter.delay(in: response.headers, now: now)
        let envelope = try? JSONDecoder().decode(APIErrorEnvelope.self, from: Data(response.body))
        self = Self.apiError(status: response.status, envelope: envelope, retryAfter: retryAfter)
    }

    private static func apiError(status: Int, envelope: APIErrorEnvelope?, retryAfter: Duration?) -> GoogleError {
        // Every 401 is about the token, `required` included: there it means that none was sent.
        if status == 401 { return .authError }
        let reason = envelope?.reason
        switch reason {
        case "rateLimitExceeded", "rateLimitExceededUnreg": return .rateLimitExceeded(retryAfter: retryAfter)
        case "userRateLimitExceeded", "userRateLimitExceededUnreg":
            return .userRateLimitExceeded(retryAfter: retryAfter)
        case "quotaExceeded", "calendarUsageLimitsExceeded": return .quotaExceeded(retryAfter: retryAfter)
        case "backendError": return .backendError(retryAfter: retryAfter)
        case "invalid": return envelope?.isAboutSyncToken == true ? .invalidSyncToken : .invalid(field: envelope?.field)
        case let reason?: if let error = named[reason] { return error }
        case nil: break
        }
        switch status {
        case 412: return .conditionNotMet
        case 429: return .rateLimitExceeded(retryAfter: retryAfter)
        case 408, 500...: return .unavailable(status: status, retryAfter: retryAfter)
        default: return .unexpected(status: status, reason: reason)
        }
    }

    /// An unsuccessful answer of the token or revocation endpoint (RFC 6749 §5.2).
    init(oauthAnswer response: OutboundResponse, now: Date) {
        let retryAfter = RetryAfter.delay(in: response.headers, now: now)
        let envelope = try? JSONDecoder().decode(OAuthErrorEnvelope.self, from: Data(response.body))
        let code = envelope?.code
        if let code, let error = Self.oauth[code] {
            self = error
        } else if code.map(Self.oauthTransient.contains) == true || response.status == 408 || response.status >= 500 {
            self = .unavailable(status: response.status, retryAfter: retryAfter)
        } else if response.status == 429 {
            self = .rateLimitExceeded(retryAfter: retryAfter)
        } else {
            self = .unexpected(status: response.status, reason: code)
        }
    }

    /// The reasons that stand for themselves.
    private static let named: [String: GoogleError] = [
        "accessNotConfigured": .accessNotConfigured,
        "authError": .authError,
        "badRequest": .badRequest,
        "cannotChangeOrganizer": .cannotChangeOrganizer,
        "cannotChangeOrganizerOfInstance": .cannotChangeOrganizerOfInstance,
        "channelIdNotUnique": .channelIdNotUnique,
        "conditionNotMet": .conditionNotMet,
        "conflict": .conflict,
        "dailyLimitExceeded": .dailyLimitExceeded,
        "dailyLimitExceededUnreg": .dailyLimitExceeded,
        "deleted": .deleted,
        "duplicate": .duplicate,
        "eventDurationExceedsLimit": .eventDurationExceedsLimit,
        "eventTypeRestriction": .eventTypeRestriction,
        "forbidden": .forbidden,
        "forbiddenForNonCreator": .forbiddenForNonCreator,
        "forbiddenForNonOrganizer": .forbiddenForNonOrganizer,
        "forbiddenForServiceAccounts": .forbiddenForServiceAccounts,
        "fullSyncRequired": .fullSyncRequired,
        "insufficientPermissions": .insufficientPermissions,
        "malformedWorkingLocationEvent": .malformedWorkingLocationEvent,
        "notACalendarUser": .notACalendarUser,
        "notFound": .notFound,
        "parseError": .parseError,
        "participantIsNeitherOrganizerNorAttendee": .participantIsNeitherOrganizerNorAttendee,
        "push.webhookUrlNotHttps": .webhookUrlNotHttps,
        "push.webhookUrlUnauthorized": .webhookUrlUnauthorized,
        "pushNotSupportedForRequestedResource": .pushNotSupportedForRequestedResource,
        "required": .required,
        "requiredAccessLevel": .requiredAccessLevel,
        "syncTokenWithNonDefaultOrdering": .syncTokenWithNonDefaultOrdering,
        "syncTokenWithRequestRestrictions": .syncTokenWithRequestRestrictions,
        "timeRangeEmpty": .timeRangeEmpty,
        "updatedMinTooLongAgo": .updatedMinTooLongAgo,
        "webhookUrlNotHttps": .webhookUrlNotHttps,
        "webhookUrlUnauthorized": .webhookUrlUnauthorized,
    ]

    private static let oauth: [String: GoogleError] = [
        "access_denied": .accessDenied,
        "admin_policy_enforced": .adminPolicyEnforced,
        "deleted_client": .invalidClient,
        "invalid_client": .invalidClient,
        "invalid_grant": .invalidGrant,
        "invalid_request": .invalidRequest,
        "invalid_scope": .invalidScope,
        "invalid_token": .invalidToken,
        "org_internal": .orgInternal,
        "redirect_uri_mismatch": .redirectUriMismatch,
        "unauthorized_client": .unauthorizedClient,
        "unsupported_grant_type": .unsupportedGrantType,
    ]

    /// What Google's own client libraries try again, whatever the status.
    private static let oauthTransient: Set<String> = ["internal_failure", "server_error", "temporarily_unavailable"]
}
