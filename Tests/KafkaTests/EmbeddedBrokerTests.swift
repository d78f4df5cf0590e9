import Foundation
import Kafka
import Records
import Testing

@Suite(.timeLimit(.minutes(5))) struct EmbeddedBrokerTests {
    @Test func anotherProcessReadsWhatWeProduce() async throws {
        let cluster = try Cluster()
        let producer = try cluster.producer()
        try await producer.send(
            OutgoingRecord(
                topic: cluster.topic, key: Array("k1".utf8), value: Array("hello".utf8), headers: ["ce_id": "7"]))
        try await producer.send(OutgoingRecord(topic: cluster.topic, key: Array("k2".utf8), value: nil))

        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "kcat", "-C", "-q", "-b", cluster.broker.bootstrapServers, "-t", cluster.topic, "-p", "0",
            "-o", "beginning", "-c", "2", "-X", "fetch.wait.max.ms=10", "-f", "%k|%S|%s|%h\n",
        ]
        process.standardOutput = output
        let status = try await withCheckedThrowingContinuation { (done: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { done.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(status == 0)
        #expect(text == "k1|5|hello|ce_id=7\nk2|-1||\n")
        await producer.close()
    }

    @Test func aTopicIsCreatedOnce() throws {
        let cluster = try Cluster()
        let error = try #require(throws: KafkaError.self) {
            try cluster.broker.createTopic(cluster.topic, partitions: 2)
        }
        #expect(error.code == "TOPIC_ALREADY_EXISTS")
    }
}
