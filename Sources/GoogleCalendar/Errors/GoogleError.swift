public import OutboundHTTP

/// Why Google did not do what it was asked. Cases are named after Google's reason codes; its texts are not kept, so the
/// description may be logged and shown.
/// https://developers.google.com/workspace/calendar/api/guides/errors
public enum GoogleError: Error, Sendable, Hashable {
    // The request
    case badRequest
    case cannotChangeOrganizer
    case cannotChangeOrganizerOfInstance
    case eventDurationExceedsLimit
    case eventTypeRestriction
    /// `field` is the parameter's name, where Google gives it.
    case invalid(field: String?)
    case malformedWorkingLocationEvent
    case parseError
    case participantIsNeitherOrganizerNorAttendee
    case required
    case syncTokenWithNonDefaultOrdering
    case syncTokenWithRequestRestrictions
    case timeRangeEmpty

    // The list's state
    case fullSyncRequired
    /// Reported as `invalid`: the sync token is not one.
    case invalidSyncToken
    case updatedMinTooLongAgo

    // The event's state
    case conditionNotMet
    case conflict
    case deleted
    case duplicate
    case notFound

    // Rights
    /// The access token is refused, and a fresh one as well.
    case authError
    case forbidden
    case forbiddenForNonCreator
    case forbiddenForNonOrganizer
    case forbiddenForServiceAccounts
    /// The user left out a scope.
    case insufficientPermissions
    case notACalendarUser
    case requiredAccessLevel

    // Limits
    case dailyLimitExceeded
    /// Google's guard against abuse: the account is read-only for hours.
    case quotaExceeded(retryAfter: Duration?)
    case rateLimitExceeded(retryAfter: Duration?)
    case userRateLimitExceeded(retryAfter: Duration?)

    // Channels
    case channelIdNotUnique
    case pushNotSupportedForRequestedResource
    case webhookUrlNotHttps
    case webhookUrlUnauthorized

    // Our registration
    case accessNotConfigured

    // The token endpoint
    case accessDenied
    case adminPolicyEnforced
    case invalidClient
    /// The refresh token or code has expired, was revoked or used before.
    case invalidGrant
    case invalidRequest
    case invalidScope
    /// There is nothing to revoke.
    case invalidToken
    case orgInternal
    case redirectUriMismatch
    case unauthorizedClient
    case unsupportedGrantType

    // Google's health, and the way to it
    case backendError(retryAfter: Duration?)
    case unavailable(status: Int, retryAfter: Duration?)
    case transport(OutboundHTTPError)
    /// Not asked at all: the account has failed again and again.
    case circuitOpen(retryAfter: Duration?)
    /// Not asked at all: the account rests, or too many of its calls wait already.
    case held(retryAfter: Duration)
    /// A success that is not the JSON it should be.
    case malformedAnswer(status: Int)
    /// A reason not in this list, or an answer without one.
    case unexpected(status: Int, reason: String?)
}
