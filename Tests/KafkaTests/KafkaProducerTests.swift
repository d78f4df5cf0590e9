import Kafka
import Records
import Testing

@Suite(.timeLimit(.minutes(5))) struct KafkaProducerTests {
    @Test func thousandsOfConcurrentSendsAreAllAcknowledged() async throws {
        let cluster = try Cluster(partitions: 4)
        let producer = try cluster.producer()
        let count = 5000
        let places = try await withThrowingTaskGroup(of: RecordPosition.self) { group in
            for number in 0..<count {
                group.addTask { try await producer.send(cluster.record("\(number)", key: "key-\(number)")) }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(places.count == count)
        #expect(Set(places.map(\.topicPartition)) == Set((0..<4).map(cluster.partition)))
        await producer.close()
    }

    @Test func recordsOfAKeySentOneAfterTheOtherAreInOrder() async throws {
        let cluster = try Cluster(partitions: 4)
        let producer = try cluster.producer()
        var places: [RecordPosition] = []
        for number in 0..<50 {
            places.append(try await producer.send(cluster.record("\(number)", key: "same")))
        }
        #expect(Set(places.map(\.topicPartition)).count == 1)
        #expect(places.map(\.offset) == Array(0..<50))
        await producer.close()
    }

    @Test func aFullQueueMakesSendersWait() async throws {
        let cluster = try Cluster()
        cluster.broker.setRoundTripTime(.milliseconds(10))
        let producer = try cluster.producer(["queue.buffering.max.messages": "20"])
        try await producer.send((0..<500).map { cluster.record("\($0)") })
        #expect(try await producer.send(cluster.record("last")).offset == 500)
        await producer.close()
    }

    @Test func aRecordAsLargeAsABrokerTakesByDefaultIsSent() async throws {
        let cluster = try Cluster()
        let producer = try cluster.producer()
        // `message.max.bytes` of a broker.
        let record = OutgoingRecord(topic: cluster.topic, key: nil, value: Array(repeating: 1, count: 1_048_588))
        #expect(try await producer.send(record).offset == 0)
        await producer.close()
    }

    @Test func aRecordThatIsTooLargeFailsWithATypedError() async throws {
        let cluster = try Cluster()
        let producer = try cluster.producer(["message.max.bytes": "2000"])
        let record = OutgoingRecord(topic: cluster.topic, key: nil, value: Array(repeating: 1, count: 3000))
        let error = try await #require(throws: KafkaError.self) { try await producer.send(record) }
        #expect(error.code == "MSG_SIZE_TOO_LARGE")
        #expect(!error.isRetriable)
        #expect(!error.isFatal)
        try await producer.send(cluster.record("small"))
        await producer.close()
    }

    @Test func whatTheBrokerRefusesForGoodFailsAndWhatPassesIsRetried() async throws {
        let cluster = try Cluster()
        let producer = try cluster.producer()
        cluster.broker.failNext(.produce, with: [.notLeader, .requestTimedOut, .notEnoughReplicas])
        #expect(try await producer.send(cluster.record("kept")).offset == 0)
        cluster.broker.failNext(.produce, with: [.topicAuthorizationFailed])
        let error = try await #require(throws: KafkaError.self) { try await producer.send(cluster.record("refused")) }
        #expect(error.code == "TOPIC_AUTHORIZATION_FAILED")
        #expect(!error.isRetriable)
        await producer.close()
    }

    @Test func recordsSentDuringAnOutageArriveAfterIt() async throws {
        let cluster = try Cluster()
        let patient = try cluster.producer()
        let impatient = try cluster.producer(deliveryTimeout: .milliseconds(500))
        try await patient.send(cluster.record("before"))
        cluster.broker.goDown()
        async let during = patient.send(cluster.record("during"))
        let error = try await #require(throws: KafkaError.self) { try await impatient.send(cluster.record("never")) }
        #expect(error.code == "_MSG_TIMED_OUT")
        #expect(error.isRetriable)
        cluster.broker.comeUp()
        #expect(try await during.offset == 1)
        await patient.close()
        await impatient.close()
    }

    @Test func aCancelledSendEndsWithoutTheBroker() async throws {
        let cluster = try Cluster()
        let producer = try cluster.producer()
        cluster.broker.goDown()
        let send = Task { try await producer.send(cluster.record("given up")) }
        send.cancel()
        await #expect(throws: CancellationError.self) { try await send.value }
        await producer.close(within: .zero)
    }

    @Test func closingSendsWhatIsQueuedAndTakesNoMore() async throws {
        let cluster = try Cluster()
        let producer = try cluster.producer(["linger.ms": "10000"])
        let clock = ContinuousClock()
        let began = clock.now
        let acknowledged = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask {
                    do {
                        try await producer.send(cluster.record("\(number)"))
                        return true
                    } catch KafkaError.closed {
                        return false
                    }
                }
            }
            group.addTask {
                await producer.close()
                await producer.close()
                return false
            }
            return try await group.reduce(0) { $1 ? $0 + 1 : $0 }
        }
        // Less than what it would linger.
        #expect(clock.now - began < .seconds(9))
        await #expect(throws: KafkaError.closed) { try await producer.send(cluster.record("late")) }
        // Exactly what was acknowledged is there.
        #expect(try await cluster.producer().send(cluster.record("next")).offset == acknowledged)
    }

    @Test func closingDuringAnOutageGivesTheRecordsUpInTime() async throws {
        let cluster = try Cluster()
        let producer = try cluster.producer()
        try await producer.send(cluster.record("before"))
        cluster.broker.goDown()
        let sends = (0..<3).map { number in Task { try await producer.send(cluster.record("\(number)")) } }
        await producer.close(within: .milliseconds(200))
        for send in sends {
            let error = try await #require(throws: KafkaError.self) { try await send.value }
            #expect(["_PURGE_QUEUE", "_PURGE_INFLIGHT", "CLOSED"].contains(error.code), "\(error)")
        }
    }
}
