public import Records

/// How a dead letter is named: by the place of its source, `kartra.appointments-3-118`.
public struct DeadLetterName: Hashable, Sendable, CustomStringConvertible {
    public let source: RecordPosition

    public init(_ source: RecordPosition) {
        self.source = source
    }

    /// Nil for a text that names none.
    public init?(_ text: String) {
        // A topic's name may hold hyphens.
        let parts = text.split(separator: "-")
        guard parts.count >= 3, let partition = Int32(parts[parts.count - 2]),
            let offset = Int64(parts[parts.count - 1])
        else { return nil }
        let numbers = parts.suffix(2).reduce(0) { $0 + $1.count + 1 }
        self.init(
            RecordPosition(
                topicPartition: TopicPartition(topic: String(text.dropLast(numbers)), partition: partition),
                offset: offset))
    }

    public var description: String {
        "\(source.topicPartition.topic)-\(source.topicPartition.partition)-\(source.offset)"
    }
}

extension DeadLetterName: Comparable {
    public static func < (one: DeadLetterName, other: DeadLetterName) -> Bool {
        let (place, otherPlace) = (one.source.topicPartition, other.source.topicPartition)
        return (place.topic, place.partition, one.source.offset)
            < (otherPlace.topic, otherPlace.partition, other.source.offset)
    }
}
