import Kafka
import Records
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct TopicReaderTests {
    private func read(
        _ cluster: Cluster, topic: String? = nil, partitions: Set<Int32>? = nil, key: String? = nil,
        from start: TopicReader.Start = .oldest
    ) async throws -> [ConsumedRecord] {
        let found = Mutex<[ConsumedRecord]>([])
        try await TopicReader(configuration: try cluster.configuration(), logger: cluster.logger)
            .read(topic ?? cluster.topic, partitions: partitions, key: key.map { Array($0.utf8) }, from: start) {
                record in
                found.withLock { $0.append(record) }
            }
        return found.withLock { $0 }
    }

    @Test func everythingIsReadAndNothingIsCommitted() async throws {
        let cluster = try Cluster(partitions: 3)
        let producer = try cluster.producer()
        for number in 0..<60 { try await producer.send(cluster.record("\(number)", key: "key-\(number)")) }
        await producer.close()
        for _ in 0..<2 {
            let records = try await read(cluster)
            #expect(Set(records.map { String(decoding: $0.value ?? [], as: UTF8.self) }).count == 60)
            for partition in 0..<Int32(3) {
                let offsets = records.filter { $0.topicPartition.partition == partition }.map(\.offset)
                #expect(offsets == Array(0..<Int64(offsets.count)))
            }
        }
    }

    @Test func onlyTheEndIsReadWhereThatIsAsked() async throws {
        let cluster = try Cluster()
        let producer = try cluster.producer()
        for number in 0..<20 { try await producer.send(cluster.record("\(number)")) }
        await producer.close()
        #expect(try await read(cluster, from: .last(5)).map(\.offset) == Array(15..<20))
        #expect(try await read(cluster, from: .last(500)).count == 20)
    }

    @Test func readingGoesOnWhereItEnded() async throws {
        let cluster = try Cluster()
        let producer = try cluster.producer()
        for number in 0..<20 { try await producer.send(cluster.record("\(number)")) }
        await producer.close()
        #expect(try await read(cluster, from: .offsets([0: 12])).map(\.offset) == Array(12..<20))
        #expect(try await read(cluster, from: .offsets([0: 20])).isEmpty)
        #expect(try await read(cluster, from: .offsets([1: 20])).count == 20)
    }

    @Test func aKeysPartitionIsKnownWithoutTheBroker() async throws {
        let cluster = try Cluster(partitions: 4)
        let producer = try cluster.producer()
        for key in ["42/9001", "feed", "ü", "x"] {
            let place = try await producer.send(cluster.record(key, key: key))
            let partition = TopicReader.partition(ofKey: Array(key.utf8), among: 4)
            #expect(partition == place.topicPartition.partition)
            let found = try await read(cluster, partitions: [partition])
            #expect(found.contains { $0.key == Array(key.utf8) })
            #expect(try await read(cluster, key: key).map(\.key) == [Array(key.utf8)])
        }
        await producer.close()
    }

    @Test func anEmptyTopicAndOneThatIsNotThereHoldNothing() async throws {
        let cluster = try Cluster(partitions: 2)
        #expect(try await read(cluster).isEmpty)
        #expect(try await read(cluster, topic: "nobody.made.it").isEmpty)
    }

    @Test func aRecordKeepsTheTimeItIsGiven() async throws {
        let cluster = try Cluster()
        let producer = try cluster.producer()
        try await producer.send(
            OutgoingRecord(
                topic: cluster.topic, key: nil, value: nil, headers: ["a": "b"],
                timestampMilliseconds: 1_700_000_000_123))
        await producer.close()
        let record = try #require(try await read(cluster).first)
        #expect(record.timestampMilliseconds == 1_700_000_000_123)
        #expect(record.value == nil)
        #expect(record.headers == ["a": "b"])
    }

    @Test func whatAGroupHasNotSettledIsItsLag() async throws {
        let cluster = try Cluster(partitions: 2)
        let producer = try cluster.producer()
        for number in 0..<10 { try await producer.send(cluster.record("\(number)", key: "same")) }
        await producer.close()
        let lag = try GroupLag(
            configuration: try cluster.configuration(), group: cluster.group, topics: [cluster.topic],
            logger: cluster.logger)
        let full = TopicReader.partition(ofKey: Array("same".utf8), among: 2)
        #expect(
            try await lag.read().mapValues(\.records) == [cluster.partition(full): 10, cluster.partition(1 - full): 0])
        #expect(try await lag.read()[cluster.partition(full)]?.from == 0)

        let consumer = try cluster.consumer()
        let listener = RecordingListener()
        try await withMember(consumer, listener) {
            try await listener.until { $0.records.count == 10 }
            try consumer.storeOffset(7, of: cluster.partition(full))
        }
        let rest = try await lag.read()[cluster.partition(full)]
        #expect(rest?.records == 3)
        #expect(rest?.from == 7)
    }

    @Test func theRecordsAtSomeOffsetsAreReadAndNoMore() async throws {
        let cluster = try Cluster(partitions: 3)
        let producer = try cluster.producer()
        for number in 0..<60 { try await producer.send(cluster.record("\(number)", key: "key-\(number)")) }
        await producer.close()
        let reader = TopicReader(configuration: try cluster.configuration(), logger: cluster.logger)
        let found = try await reader.records(
            at: [cluster.partition(0): 3, cluster.partition(1): 0, cluster.partition(2): 60])
        #expect(found.mapValues(\.offset) == [cluster.partition(0): 3, cluster.partition(1): 0])
        #expect(try await reader.records(at: [:]).isEmpty)
    }
}
