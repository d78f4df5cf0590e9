public import Records

/// What can go wrong between this program and Kafka. No case carries a key, a value or a secret: all of it may be shown.
public enum KafkaError: Error, Hashable, Sendable {
    /// A property has no such name, is not ours to give away, or does not take the value. A secret value is not repeated.
    case invalidProperty(key: String, reason: String)
    /// A line of a properties file cannot be used; `key` is nil where the line has none.
    case invalidPropertiesLine(file: String, line: Int, key: String?, reason: String)
    case unreadablePropertiesFile(file: String)
    /// The broker or librdkafka answered with an error.
    case failed(KafkaFailure)
    /// The partition is not, or no longer, assigned to this member: its offset was not stored.
    case notAssigned(TopicPartition)
    /// `run` was called while it runs: a consumer is one membership.
    case alreadyRunning
    case closed
}

extension KafkaError {
    /// Kafka's or librdkafka's name of the error (`MSG_SIZE_TOO_LARGE`, `_MSG_TIMED_OUT`), or ours.
    public var code: String {
        switch self {
        case .invalidProperty: "INVALID_PROPERTY"
        case .invalidPropertiesLine: "INVALID_PROPERTIES_LINE"
        case .unreadablePropertiesFile: "UNREADABLE_PROPERTIES_FILE"
        case .failed(let failure): failure.code
        case .notAssigned: "NOT_ASSIGNED"
        case .alreadyRunning: "ALREADY_RUNNING"
        case .closed: "CLOSED"
        }
    }

    public var message: String {
        switch self {
        case .invalidProperty(let key, let reason): "Kafka property \(key): \(reason)"
        case .invalidPropertiesLine(let file, let line, let key?, let reason): "\(file):\(line): \(key): \(reason)"
        case .invalidPropertiesLine(let file, let line, nil, let reason): "\(file):\(line): \(reason)"
        case .unreadablePropertiesFile(let file): "\(file) cannot be read as UTF-8 text"
        case .failed(let failure): failure.message
        case .notAssigned(let partition): "\(partition) is not assigned to this member"
        case .alreadyRunning: "the consumer is running already"
        case .closed: "closed"
        }
    }

    /// Whether the same call may succeed later with nothing changed on our side.
    public var isRetriable: Bool {
        switch self {
        case .failed(let failure): failure.isRetriable
        case .invalidProperty, .invalidPropertiesLine, .unreadablePropertiesFile, .notAssigned, .alreadyRunning,
            .closed:
            false
        }
    }

    /// Whether the client that threw it is of no use any more and must be made anew.
    public var isFatal: Bool {
        switch self {
        case .failed(let failure): failure.isFatal
        case .closed: true
        case .invalidProperty, .invalidPropertiesLine, .unreadablePropertiesFile, .notAssigned, .alreadyRunning: false
        }
    }
}

extension KafkaError: CustomStringConvertible {
    public var description: String { "\(message) (\(code))" }
}
