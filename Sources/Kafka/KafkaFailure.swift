/// An error as the broker or librdkafka named it.
public struct KafkaFailure: Hashable, Sendable {
    /// `rd_kafka_err2name`: the broker's names as they are, librdkafka's own begin with an underscore.
    public let code: String
    /// For people; without keys, values and secrets.
    public let message: String
    public let isRetriable: Bool
    /// librdkafka's fatal errors: the client that raised one must be made anew.
    public let isFatal: Bool
}
