import ArgumentParser
import Records

/// How a dead letter is named on the command line: by the place of its source, `kartra.appointments-3-118`.
struct DeadLetterName: ExpressibleByArgument, Hashable, Sendable, CustomStringConvertible {
    let source: RecordPosition

    init(_ source: RecordPosition) {
        self.source = source
    }

    init?(argument: String) {
        // A topic's name may hold hyphens.
        let parts = argument.split(separator: "-")
        guard parts.count >= 3, let partition = Int32(parts[parts.count - 2]),
            let offset = Int64(parts[parts.count - 1])
        else { return nil }
        let numbers = parts.suffix(2).reduce(0) { $0 + $1.count + 1 }
        self.init(
            RecordPosition(
                topicPartition: TopicPartition(topic: String(argument.dropLast(numbers)), partition: partition),
                offset: offset))
    }

    var description: String {
        "\(source.topicPartition.topic)-\(source.topicPartition.partition)-\(source.offset)"
    }
}
