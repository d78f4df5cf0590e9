extension GoogleError {
    /// - Parameter method: the name used in the front end's details.
    func body(method: String) -> GoogleErrorBody {
        switch self {
        case .parseError:
            GoogleErrorBody(code: 400, reason: "parseError", message: "Parse Error")
        case .invalid(let message, let location):
            GoogleErrorBody(
                code: 400, reason: "invalid", message: message, location: location.map { ("parameter", $0) })
        case .invalidParameter(let message, let location):
            GoogleErrorBody(
                code: 400, reason: "invalidParameter", message: message, location: ("parameter", location))
        case .required(let message, let location):
            GoogleErrorBody(
                code: 400, reason: "required", message: message, location: location.map { ("parameter", $0) })
        case .timeRangeEmpty:
            GoogleErrorBody(
                code: 400, domain: "calendar", reason: "timeRangeEmpty",
                message: "The specified time range is empty.", location: ("parameter", "timeMax"))
        case .cannotUseDefaultReminders:
            GoogleErrorBody(
                code: 400, domain: "calendar", reason: "cannotUseDefaultRemindersAndSpecifyOverride",
                message: "Cannot specify both default reminders and overrides at the same time.")
        case .eventTypeRestriction(let message):
            GoogleErrorBody(code: 400, domain: "calendar", reason: "eventTypeRestriction", message: message)
        case .orderingNotAvailable:
            GoogleErrorBody(
                code: 400, reason: "badRequest",
                message: "The requested ordering is not available for the particular query.",
                location: ("parameter", "orderBy"))
        case .syncTokenWithRestrictions:
            GoogleErrorBody(
                code: 400, domain: "calendar", reason: "syncTokenWithRequestRestrictions",
                message: "Sync token cannot be used with other request restrictions.",
                location: ("parameter", "syncToken"))
        case .syncTokenWithOrdering(let reason):
            GoogleErrorBody(
                code: 400, domain: "calendar", reason: reason,
                message: "Sync token cannot be used with non-default ordering.", location: ("parameter", "syncToken"))
        case .invalidPageToken:
            GoogleErrorBody(
                code: 400, reason: "invalid", message: "Invalid page token value.",
                location: ("parameter", "pageToken"))
        case .invalidSyncToken:
            GoogleErrorBody(
                code: 400, reason: "invalid", message: "Invalid sync token value.",
                location: ("parameter", "syncToken"))
        case .webhookNotHTTPS(let address):
            GoogleErrorBody(
                code: 400, reason: "push.webhookUrlNotHttps", message: "WebHook callback must be HTTPS: \(address)")
        case .channelIdNotUnique(let id):
            GoogleErrorBody(code: 400, reason: "channelIdNotUnique", message: "Channel id \(id) not unique")
        case .pushNotSupported:
            GoogleErrorBody(
                code: 400, domain: "calendar", reason: "pushNotSupportedForRequestedResource",
                message: "Push notifications are not supported by this resource.")
        case .batchTooLarge:
            GoogleErrorBody(
                code: 400, reason: "badRequest", message: "The batch request may not contain more than 1000 calls.")
        case .frontEnd(let error):
            error.body(method: method)
        case .requiredAccessLevel:
            GoogleErrorBody(
                code: 403, domain: "calendar", reason: "requiredAccessLevel",
                message: "You need to have writer access to this calendar.")
        case .forbidden:
            GoogleErrorBody(code: 403, reason: "forbidden", message: "Forbidden")
        case .forbiddenForNonOrganizer:
            GoogleErrorBody(
                code: 403, domain: "calendar", reason: "forbiddenForNonOrganizer",
                message: "Shared properties can only be changed by the organizer of the event.")
        case .notFound:
            GoogleErrorBody(code: 404, reason: "notFound", message: "Not Found")
        case .channelNotFound(let id):
            GoogleErrorBody(
                code: 404, reason: "notFound", message: "Channel '\(id)' not found for project 'sandbox'")
        case .duplicate:
            GoogleErrorBody(code: 409, reason: "duplicate", message: "The requested identifier already exists.")
        case .deleted:
            GoogleErrorBody(code: 410, reason: "deleted", message: "Resource has been deleted")
        case .fullSyncRequired:
            GoogleErrorBody(
                code: 410, domain: "calendar", reason: "fullSyncRequired",
                message: "Sync token is no longer valid, a full sync is required.",
                location: ("parameter", "syncToken"))
        case .updatedMinTooLongAgo:
            GoogleErrorBody(
                code: 410, domain: "calendar", reason: "updatedMinTooLongAgo",
                message: "The requested minimum modification time lies too far in the past.",
                location: ("parameter", "updatedMin"))
        case .conditionNotMet:
            GoogleErrorBody(
                code: 412, reason: "conditionNotMet", message: "Precondition Failed", location: ("header", "If-Match"))
        case .injected(let answer):
            answer.body(method: method)
        }
    }
}
