/// What came of one topic that was to be created.
public enum TopicCreation: Hashable, Sendable {
    case created
    /// With whatever partitions and configuration it has.
    case alreadyExists
    case failed(KafkaError)
}
