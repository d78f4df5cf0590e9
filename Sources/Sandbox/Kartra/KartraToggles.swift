/// What Kartra does not document about its pings.
public struct KartraToggles: Sendable, Codable, Equatable {
    /// Ids and durations are quoted, as in one of Kartra's own samples.
    public var numbersAsStrings = false
    /// How often a ping that was not answered with 2xx is posted again.
    public var pingRetries = 0
    /// The wait before each of those.
    public var pingRetryMilliseconds = 1000
    public var pingContentType = "application/json"

    public init() {}
}
