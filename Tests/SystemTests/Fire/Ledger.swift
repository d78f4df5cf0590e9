import Foundation

/// Which records came in, and which of them have a final result or are dead letters.
struct Ledger: Sendable {
    struct Position: Hashable, Sendable, CustomStringConvertible {
        let topic: String
        let partition: Int
        let offset: Int

        var description: String { "\(topic)[\(partition)]@\(offset)" }
    }

    static let inputs = ["kartra.appointments", "google.pings", "calsync.commands"]

    let brokers: String

    /// Inputs that have neither. The in-memory broker forgets the oldest records of a full partition; that is told, too.
    func unaccounted(_ topics: [String] = inputs) async throws -> [String] {
        let settled = Set(try await settled())
        var missing: [String] = []
        for topic in topics {
            let lines = try await consume(topic, format: "%p %o")
            for line in lines {
                let numbers = line.split(separator: " ").compactMap { Int($0) }
                guard numbers.count == 2 else { continue }
                let position = Position(topic: topic, partition: numbers[0], offset: numbers[1])
                if !settled.contains(position) { missing.append("\(position)") }
            }
        }
        return missing
    }

    /// Inputs that have more than one: they were handled again.
    func repeated() async throws -> [Position] {
        Dictionary(grouping: try await settled(), by: \.self).filter { $0.value.count > 1 }.map(\.key)
    }

    /// The sources of all final results and dead letters, one each.
    private func settled() async throws -> [Position] {
        var settled: [Position] = []
        for value in try await consume("calsync.results", format: "%s") {
            guard let result = (try? JSONSerialization.jsonObject(with: Data(value.utf8))) as? [String: Any],
                result["outcome"] as? String != "parked", let source = result["source"] as? [String: Any],
                let topic = source["topic"] as? String, let partition = source["partition"] as? Int,
                let offset = source["offset"] as? Int
            else { continue }
            settled.append(Position(topic: topic, partition: partition, offset: offset))
        }
        for headers in try await consume("calsync.dead-letters", format: "%h") {
            var named: [String: String] = [:]
            for header in headers.split(separator: ",") {
                let parts = header.split(separator: "=", maxSplits: 1)
                if parts.count == 2 { named[String(parts[0])] = String(parts[1]) }
            }
            guard let topic = named["calsync.source.topic"],
                let partition = named["calsync.source.partition"].flatMap({ Int($0) }),
                let offset = named["calsync.source.offset"].flatMap({ Int($0) })
            else { continue }
            settled.append(Position(topic: topic, partition: partition, offset: offset))
        }
        return settled
    }

    /// By subscription, from the receipt of its booking to the first of its results.
    func handlings() async throws -> [String: DateInterval] {
        var handlings: [String: DateInterval] = [:]
        for value in try await consume("calsync.results", format: "%s") {
            guard let result = (try? JSONSerialization.jsonObject(with: Data(value.utf8))) as? [String: Any],
                result["outcome"] as? String == "succeeded", let id = result["subscriptionId"] as? String,
                let received = (result["receivedAt"] as? String).flatMap(Self.instant),
                let handled = (result["handledAt"] as? String).flatMap(Self.instant)
            else { continue }
            let handling = DateInterval(start: received, end: max(received, handled))
            handlings[id] = min(handling, handlings[id] ?? handling)
        }
        return handlings
    }

    private static func instant(_ text: String) -> Date? {
        try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// How many results there are.
    func results() async throws -> Int { try await consume("calsync.results", format: "%p").count }

    private func consume(_ topic: String, format: String) async throws -> [Substring] {
        try await Command.run(
            "kcat", ["-C", "-b", brokers, "-t", topic, "-e", "-q", "-f", format + "\n"]
        ).split(separator: "\n")
    }

    /// Produces booking events, those of a subscription in one partition.
    func produce(_ records: some Sequence<BookingLoad.Record>) async throws {
        try await Command.run(
            "kcat",
            [
                "-P", "-b", brokers, "-t", "kartra.appointments", "-K", "\t", "-H",
                "content-type=application/cloudevents+json",
            ], input: records.map { "\($0.subscription)\t\($0.line)\n" }.joined())
    }
}
