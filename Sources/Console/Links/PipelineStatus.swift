public import Foundation

/// What is known of the whole installation, over all accounts.
public struct PipelineStatus: Hashable, Sendable {
    /// How many dead letters are open; nil where the store does not say.
    public let deadLetters: Int?
    /// How many input records no worker has settled yet; nil where the broker does not say.
    public let consumerLag: Int?
    /// Since when the oldest of them waits; nil: none does, or the broker does not say.
    public let oldestInput: Date?
    /// From a change to its effect, by the side on which that is: `google`, `kartra`. Nil where the broker does not say.
    public let latency: [String: LatencyPercentiles]?

    public init(
        deadLetters: Int? = nil, consumerLag: Int? = nil, oldestInput: Date? = nil,
        latency: [String: LatencyPercentiles]? = nil
    ) {
        self.deadLetters = deadLetters
        self.consumerLag = consumerLag
        self.oldestInput = oldestInput
        self.latency = latency
    }
}
