public import CalendarSync
public import Foundation
import HTTPTypes
import Hummingbird
import Logging
public import Metrics
public import Records

/// What every source of pings needs: the way to Kafka, and how long the broker may take to acknowledge.
public struct PingReceiver: Sendable {
    let topics: Topics
    let producer: any RecordProducer
    let deadline: Deadline
    let now: @Sendable () -> Date
    let metrics: any MetricsFactory

    public init(
        producer: any RecordProducer, topics: Topics, deadline: Duration = .seconds(5),
        clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Date = { Date() },
        metrics: any MetricsFactory = MetricsSystem.factory
    ) {
        self.producer = producer
        self.topics = topics
        self.deadline = Deadline(limit: deadline, clock: clock)
        self.now = now
        self.metrics = metrics
    }

    /// Answers only after the broker has acknowledged: a ping that was answered is never lost.
    func deliver(_ record: OutgoingRecord, answer: HTTPResponse.Status, logger: Logger) async -> PingAnswer {
        do {
            _ = try await deadline.run { [producer] in try await producer.send(record) }
            return .delivered(answer)
        } catch is Deadline.Passed {
            logger.error("ping not acknowledged in time", metadata: ["topic": "\(record.topic)"])
            return .unavailable
        } catch {
            logger.error("ping not delivered", metadata: ["topic": "\(record.topic)", "error": "\(error)"])
            return .unavailable
        }
    }
}
