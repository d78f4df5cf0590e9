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
    /// - Parameter trace: the caller's `traceparent`, where it has one.
    func deliver(
        _ record: OutgoingRecord, trace: String?, answer: HTTPResponse.Status, logger: Logger
    ) async -> PingAnswer {
        let trace = trace.flatMap { TraceContext(header: $0) } ?? self.trace(of: record)
        return await TraceContext.$current.withValue(trace) {
            await deliver(record.adding(TraceContext.header, trace.header), answer: answer, logger: logger)
        }
    }

    /// Of a ping that is sent again the same one; of Kartra's, which has no id, one of its own each time.
    private func trace(of record: OutgoingRecord) -> TraceContext {
        if let id = record.headers["ce_id"] { return TraceContext(of: [id]) }
        let parts = [record.key, record.value].map { String(decoding: $0 ?? [], as: UTF8.self) }
        return TraceContext(of: [record.topic, now().rfc3339] + parts)
    }

    private func deliver(_ record: OutgoingRecord, answer: HTTPResponse.Status, logger: Logger) async -> PingAnswer {
        do {
            let place = try await deadline.run { [producer] in try await producer.send(record) }
            logger.info("ping taken", metadata: ["record": "\(place)"])
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

extension OutgoingRecord {
    fileprivate func adding(_ name: String, _ text: String) -> OutgoingRecord {
        var headers = headers
        headers.append(name, text)
        return OutgoingRecord(
            topic: topic, key: key, value: value, headers: headers, timestampMilliseconds: timestampMilliseconds)
    }
}
