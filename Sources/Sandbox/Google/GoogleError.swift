/// Every refusal of the Calendar API, by its documented or observed reason.
enum GoogleError: Error {
    case parseError
    case invalid(String, location: String? = nil)
    case invalidParameter(String, location: String)
    case required(String, location: String? = nil)
    case timeRangeEmpty
    case cannotUseDefaultReminders
    case eventTypeRestriction(String)
    case orderingNotAvailable
    case syncTokenWithRestrictions
    case syncTokenWithOrdering(reason: String)
    case invalidPageToken
    case invalidSyncToken
    case webhookNotHTTPS(address: String)
    case channelIdNotUnique(id: String)
    case pushNotSupported
    case batchTooLarge
    case requiredAccessLevel
    case forbidden
    case forbiddenForNonOrganizer
    case frontEnd(FrontEndError)
    case notFound
    case channelNotFound(id: String)
    case duplicate
    case deleted
    case fullSyncRequired
    case updatedMinTooLongAgo
    case conditionNotMet
    case injected(FaultAnswer)
}
