/// What one metadata request tells of a cluster.
public struct ClusterDescription: Hashable, Sendable {
    /// `host:port` of each broker.
    public let brokers: [String]
    /// By name, Kafka's own (`__consumer_offsets`) included.
    public let topics: [TopicDescription]
}
