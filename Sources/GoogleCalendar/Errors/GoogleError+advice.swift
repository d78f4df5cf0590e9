import OutboundHTTP

extension GoogleError {
    /// The one place where Google's reasons are turned into ways to go on.
    public var advice: GoogleErrorAdvice {
        switch self {
        case .backendError, .unavailable, .circuitOpen, .conflict, .malformedAnswer: .retry
        // A fresh token was refused, too. Only the token endpoint says that a grant is gone.
        case .authError: .retry
        case .transport(let error): error.isTransient ? .retry : .permanent
        case .rateLimitExceeded, .userRateLimitExceeded, .held: .backOff
        case .quotaExceeded, .dailyLimitExceeded: .pauseForHours
        case .insufficientPermissions, .invalidGrant, .adminPolicyEnforced, .accessDenied, .orgInternal:
            .reconnect
        case .fullSyncRequired, .invalidSyncToken, .updatedMinTooLongAgo: .fullSync
        case .deleted, .invalidToken: .alreadyDone
        case .notFound: .gone
        case .duplicate, .conditionNotMet: .readBack
        case .channelIdNotUnique: .useNewID
        case .forbidden, .forbiddenForNonCreator, .forbiddenForNonOrganizer, .forbiddenForServiceAccounts,
            .notACalendarUser, .requiredAccessLevel:
            .needsAccess
        // Google's front end, or whoever stands before it, lets us not through and does not say why. Not `notFound`: a
        // wrong address answers 404, too, and what was to be deleted would be taken for gone.
        case .unexpected(status: 401, _), .unexpected(status: 403, _), .unexpected(status: 404, _): .needsAccess
        case .pushNotSupportedForRequestedResource: .pollInstead
        case .accessNotConfigured, .invalidClient, .unauthorizedClient, .redirectUriMismatch, .invalidScope,
            .webhookUrlNotHttps, .webhookUrlUnauthorized:
            .fixConfiguration
        case .badRequest, .cannotChangeOrganizer, .cannotChangeOrganizerOfInstance, .eventDurationExceedsLimit,
            .eventTypeRestriction, .invalid, .malformedWorkingLocationEvent, .parseError,
            .participantIsNeitherOrganizerNorAttendee, .required, .syncTokenWithNonDefaultOrdering,
            .syncTokenWithRequestRestrictions, .timeRangeEmpty, .invalidRequest, .unsupportedGrantType, .unexpected:
            .permanent
        }
    }

    /// Google's wish, where it has one.
    public var retryAfter: Duration? {
        switch self {
        case .backendError(let delay), .unavailable(_, let delay), .circuitOpen(let delay),
            .quotaExceeded(let delay), .rateLimitExceeded(let delay), .userRateLimitExceeded(let delay):
            delay
        case .held(let delay): delay
        default: nil
        }
    }
}
