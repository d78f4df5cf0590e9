/// Behaviour of Google that was only observed, is contradicted or is unknown. What Google documents is not here: it is fixed.
public struct GoogleToggles: Sendable, Codable, Equatable {
    /// What PUT and PATCH on a deleted event do.
    public enum TombstoneWrite: String, Sendable, Codable { case revive, forbidden, gone }
    /// What insert does with the id of an event whose tombstone was purged.
    public enum PurgedId: String, Sendable, Codable { case duplicate, reuse }
    /// How a sync token that cannot be read is answered: 400 or 410.
    public enum MalformedToken: String, Sendable, Codable { case badRequest, gone }
    /// Whether several filters on properties of the same kind must all match or any of them.
    public enum PropertyFilters: String, Sendable, Codable { case all, any }
    /// When the `sync` message of a new channel is sent.
    public enum SyncMessage: String, Sendable, Codable { case beforeResponse, afterResponse }
    /// What stopping a channel a second time does: 204 or 404.
    public enum StopTwice: String, Sendable, Codable { case succeeds, notFound }

    public var tombstoneWrite = TombstoneWrite.revive
    public var purgedId = PurgedId.duplicate
    public var malformedSyncToken = MalformedToken.badRequest
    public var syncTokenOrderingReason = "syncTokenWithNonDefaultOrdering"
    /// Whether a list with `orderBy` still ends in a sync token.
    public var orderByMintsSyncToken = false
    /// Pages hold fewer items than asked for, and the first holds none.
    public var shortPages = false
    public var propertyFilters = PropertyFilters.all
    /// Applies the `timeMin` and `timeMax` of the first list to later deltas of single events and masters.
    public var deltaKeepsTimeBounds = false
    /// A full list leaves out what was written in the last so many milliseconds, though its token is past it.
    public var staleFullListMilliseconds = 0
    /// Whether a delta names the exceptions of a deleted series besides the series.
    public var masterDeletionListsExceptions = false
    /// How far a series is expanded when no `timeMax` ends it.
    public var maximumInstances = 730

    /// 403 or 429 for exhausted per-minute quotas.
    public var rateLimitStatus = 403
    /// Seconds of `Retry-After` on exhausted quotas; Google documents none.
    public var rateLimitRetryAfter: Int?

    /// Seconds until a refresh token ends by itself: 604,800 while a consent screen is in testing.
    public var refreshTokenLifetime: Int?

    /// Longest life of a channel in seconds.
    public var channelLifetimeCap = 2_592_000
    public var syncMessage = SyncMessage.afterResponse
    public var stopTwice = StopTwice.notFound
    /// How many more notifications a stopped channel still sends.
    public var notificationsAfterStop = 0
    /// Calendar ids with one of these in them cannot be watched.
    public var unwatchableMarkers = ["#holiday@", "#contacts@"]
    public var pushDelayMilliseconds = 0
    /// 0...1
    public var pushLossProbability = 0.0
    /// 0...1
    public var pushDuplicateProbability = 0.0
    /// Each notification waits a random part of this first, so that they overtake each other.
    public var pushReorderMilliseconds = 0
    /// The first wait before a notification is sent again; it doubles each time.
    public var pushRetryMilliseconds = 1000
    public var pushRetries = 5

    public init() {}
}
