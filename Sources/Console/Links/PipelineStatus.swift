/// What only the broker knows, over all accounts.
public struct PipelineStatus: Hashable, Sendable {
    /// How many dead letters the topic holds; nil where the broker does not say.
    public let deadLetters: Int?
    /// How many input records no worker has settled yet; nil where the broker does not say.
    public let consumerLag: Int?

    public init(deadLetters: Int? = nil, consumerLag: Int? = nil) {
        self.deadLetters = deadLetters
        self.consumerLag = consumerLag
    }
}
