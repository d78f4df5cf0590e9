/// What an injected fault answers instead of the real thing.
struct FaultAnswer: Sendable, Equatable {
    let status: Int
    let reason: String?
    let retryAfter: Int?
    /// In the place of the usual text: what a server says of an error may quote what it was sent.
    var message: String?

    /// Domain and text that Google sends with a reason; unknown reasons are sent as they are.
    func body(method: String) -> GoogleErrorBody {
        let reason = reason ?? Self.usualReason(status)
        let (domain, message) = Self.wording(reason)
        return GoogleErrorBody(
            code: status, domain: domain, reason: reason, message: self.message ?? message,
            headers: retryAfter.map { [("Retry-After", String($0))] } ?? [])
    }

    private static func usualReason(_ status: Int) -> String {
        switch status {
        case 400: "badRequest"
        case 401: "authError"
        case 403: "forbidden"
        case 404: "notFound"
        case 409: "conflict"
        case 410: "deleted"
        case 412: "conditionNotMet"
        case 429: "rateLimitExceeded"
        default: "backendError"
        }
    }

    private static func wording(_ reason: String) -> (domain: String, message: String) {
        switch reason {
        case "userRateLimitExceeded": ("usageLimits", "User Rate Limit Exceeded")
        case "rateLimitExceeded": ("usageLimits", "Rate Limit Exceeded")
        case "quotaExceeded": ("usageLimits", "Calendar usage limits exceeded.")
        case "dailyLimitExceeded": ("usageLimits", "Daily Limit Exceeded")
        case "accessNotConfigured": ("usageLimits", "Access Not Configured")
        case "fullSyncRequired": ("calendar", "Sync token is no longer valid, a full sync is required.")
        case "updatedMinTooLongAgo":
            ("calendar", "The requested minimum modification time lies too far in the past.")
        case "forbiddenForNonOrganizer":
            ("calendar", "Shared properties can only be changed by the organizer of the event.")
        case "pushNotSupportedForRequestedResource":
            ("calendar", "Push notifications are not supported by this resource.")
        case "notACalendarUser": ("calendar", "The user must be signed up for Google Calendar.")
        case "authError": ("global", "Invalid Credentials")
        case "forbidden": ("global", "Forbidden")
        case "notFound": ("global", "Not Found")
        case "conflict": ("global", "Conflict")
        case "duplicate": ("global", "The requested identifier already exists.")
        case "deleted": ("global", "Resource has been deleted")
        case "conditionNotMet": ("global", "Precondition Failed")
        default: ("global", "Backend Error")
        }
    }
}
