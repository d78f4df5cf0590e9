import Kafka
import Records
import Testing

@Suite(.timeLimit(.minutes(5))) struct KafkaConsumerTests {
    @Test func recordsArriveAsTheyWereSent() async throws {
        let cluster = try Cluster()
        let producer = try cluster.producer()
        let headers = RecordHeaders([
            .init(name: "ce_type", value: Array("a.b.v1".utf8)),
            .init(name: "ce_type", value: []),
            .init(name: "", value: nil),
        ])
        let sent = [
            OutgoingRecord(topic: cluster.topic, key: Array("key".utf8), value: Array("value".utf8), headers: headers),
            OutgoingRecord(topic: cluster.topic, key: Array("key".utf8), value: nil),
            OutgoingRecord(topic: cluster.topic, key: nil, value: []),
            OutgoingRecord(topic: cluster.topic, key: [], value: [0, 255, 0]),
        ]
        for record in sent { try await producer.send(record) }

        let consumer = try cluster.consumer()
        let listener = RecordingListener()
        try await withMember(consumer, listener) {
            try await listener.until { $0.records.count >= sent.count }
        }
        let read = listener.told.records
        #expect(
            read.map { OutgoingRecord(topic: cluster.topic, key: $0.key, value: $0.value, headers: $0.headers) } == sent
        )
        #expect(read.map(\.offset) == [0, 1, 2, 3])
        #expect(read.allSatisfy { ($0.timestampMilliseconds ?? 0) > 1_600_000_000_000 })
        await producer.close()
    }

    @Test func eachPartitionIsReadInOrder() async throws {
        let cluster = try Cluster(partitions: 3)
        let producer = try cluster.producer()
        try await producer.send((0..<3000).map { cluster.record("\($0)", key: "key-\($0)") })
        let consumer = try cluster.consumer()
        let listener = RecordingListener()
        try await withMember(consumer, listener) {
            try await listener.until { $0.records.count >= 3000 }
        }
        let records = listener.told.records
        #expect(Set(records.map(\.value)).count == 3000)
        for partition in (0..<3).map(cluster.partition) {
            let offsets = records.filter { $0.topicPartition == partition }.map(\.offset)
            #expect(offsets == Array(0..<Int64(offsets.count)))
        }
        await producer.close()
    }

    @Test(arguments: ["range", "cooperative-sticky"])
    func aRestartContinuesAtTheStoredOffset(strategy: String) async throws {
        let cluster = try Cluster()
        let properties = ["partition.assignment.strategy": strategy]
        let producer = try cluster.producer()
        try await producer.send([cluster.record("a"), cluster.record("b"), cluster.record("c")])

        let consumer = try cluster.consumer(properties)
        let listener = RecordingListener()
        #expect(throws: KafkaError.notAssigned(cluster.partition(0))) {
            try consumer.storeOffset(1, of: cluster.partition(0))
        }
        try await withMember(consumer, listener) {
            try await listener.until { $0.records.count >= 3 }
            #expect(consumer.lag() == [cluster.partition(0): 3])
            try consumer.storeOffset(2, of: cluster.partition(0))
            #expect(consumer.lag() == [cluster.partition(0): 1])
        }
        #expect(listener.told.events.first == .assigned([cluster.partition(0)]))
        #expect(listener.told.events.last == .revoked([cluster.partition(0)]))
        #expect(throws: KafkaError.notAssigned(cluster.partition(0))) {
            try consumer.storeOffset(3, of: cluster.partition(0))
        }

        let next = try cluster.consumer(properties)
        let nextListener = RecordingListener()
        let third = listener.told.values[2]
        try await producer.send(cluster.record("d"))
        try await withMember(next, nextListener) {
            try await nextListener.until { $0.records.count >= 2 }
        }
        #expect(nextListener.told.values == [third, "d"])
        #expect(nextListener.told.records.map(\.offset) == [2, 3])
        await producer.close()
    }

    @Test func pausedPartitionsDeliverNothingUntilTheyAreResumed() async throws {
        let cluster = try Cluster(partitions: 2)
        let producer = try cluster.producer()
        var keys: [TopicPartition: String] = [:]
        for number in 0..<20 {
            let place = try await producer.send(cluster.record("first", key: "\(number)"))
            keys[place.topicPartition] = "\(number)"
        }
        let key = try #require(keys[cluster.partition(0)])
        let otherKey = try #require(keys[cluster.partition(1)])

        let consumer = try cluster.consumer()
        let listener = RecordingListener(onReceived: { records in
            // From within, as back-pressure does it.
            consumer.pause(records.filter { $0.value == Array("stop".utf8) }.map(\.topicPartition))
        })
        try await withMember(consumer, listener) {
            try await producer.send([cluster.record("stop", key: key), cluster.record("stop", key: otherKey)])
            try await listener.until { $0.values.count { $0 == "stop" } == 2 }
            for number in 0..<10 {
                try await producer.send(cluster.record("\(number)", key: key))
                try await producer.send(cluster.record("other", key: otherKey))
            }
            // The one that is resumed shows that the other could have been read by now.
            consumer.resume([cluster.partition(1)])
            try await listener.until { $0.values.count { $0 == "other" } == 10 }
            #expect(!listener.told.values.contains("0"))
            consumer.resume([cluster.partition(0)])
            try await listener.until { $0.values.contains("9") }
        }
        let records = listener.told.records
        #expect(records.count == 42)
        for partition in [cluster.partition(0), cluster.partition(1)] {
            let offsets = records.filter { $0.topicPartition == partition }.map(\.offset)
            #expect(offsets == Array(0..<Int64(offsets.count)))
        }
        await producer.close()
    }

    @Test func pausingAndResumingUnderLoadNeitherLosesNorRepeatsARecord() async throws {
        let cluster = try Cluster(partitions: 2)
        let producer = try cluster.producer()
        let consumer = try cluster.consumer()
        let listener = RecordingListener()
        let count = 4000
        try await withMember(consumer, listener) {
            try await listener.until { $0.owned.count == 2 }
            async let sent: Void = producer.send((0..<count).map { cluster.record("\($0)", key: "key-\($0)") })
            var seen = 0
            while seen < count {
                consumer.pause([cluster.partition(0)])
                consumer.resume([cluster.partition(1)])
                consumer.pause([cluster.partition(1)])
                consumer.resume([cluster.partition(0), cluster.partition(1)])
                try await listener.until { [seen] in $0.records.count > seen }
                seen = listener.told.records.count
            }
            try await sent
        }
        let records = listener.told.records
        #expect(records.count == count)
        for partition in [cluster.partition(0), cluster.partition(1)] {
            let offsets = records.filter { $0.topicPartition == partition }.map(\.offset)
            #expect(offsets == Array(0..<Int64(offsets.count)))
        }
        await producer.close()
    }

    @Test func aFailingBrokerDoesNotEndTheMembership() async throws {
        let cluster = try Cluster()
        let producer = try cluster.producer()
        let consumer = try cluster.consumer()
        let listener = RecordingListener()
        try await withMember(consumer, listener) {
            try await listener.until { !$0.owned.isEmpty }
            cluster.broker.failNext(.fetch, with: [.topicAuthorizationFailed, .notLeader, .disconnect])
            try await producer.send(cluster.record("a"))
            try await listener.until { $0.values == ["a"] }
            cluster.broker.goDown()
            cluster.broker.comeUp()
            try await producer.send(cluster.record("b"))
            try await listener.until { $0.values == ["a", "b"] }
        }
        await producer.close()
    }

    @Test func cancellingTheTaskEndsTheRunAndGivesThePartitionsBack() async throws {
        let cluster = try Cluster()
        let producer = try cluster.producer()
        try await producer.send(cluster.record("a"))
        let consumer = try cluster.consumer()
        let listener = RecordingListener(onRevoked: { partitions in
            // A drain begins with the cancellation and is not cut short by it.
            #expect(!Task.isCancelled)
            #expect(throws: Never.self) { try consumer.storeOffset(1, of: partitions[0]) }
        })
        let run = Task { try await consumer.run(listener) }
        try await listener.until { $0.records.count == 1 }
        await #expect(throws: KafkaError.alreadyRunning) { try await consumer.run(listener) }
        run.cancel()
        try await run.value
        #expect(listener.told.events.last == .revoked([cluster.partition(0)]))
        await producer.close()
    }

    @Test func closingBeforeRunningJoinsNothing() async throws {
        let cluster = try Cluster()
        let consumer = try cluster.consumer()
        let listener = RecordingListener()
        consumer.close()
        consumer.close()
        try await consumer.run(listener)
        #expect(listener.told.events.isEmpty)
    }

    /// Between the answer to JoinGroup and the first assignment librdkafka 2.0.2 cannot be destroyed.
    @Test func aCooperativeMemberMayLeaveBeforeItsFirstAssignment() async throws {
        let (logger, lines) = RecordingLogHandler.logger()
        let cluster = try Cluster(logger: logger)
        cluster.broker.setRoundTripTime(.milliseconds(800))
        let listener = RecordingListener()
        try await withMember(
            cluster.consumer(["partition.assignment.strategy": "cooperative-sticky", "debug": "cgrp"]), listener
        ) {
            try await lines.until { $0.last?.contains("JoinGroup response") ?? false }
        }
        // An assignment that was on its way all the same has been given back.
        let events = listener.told.events
        #expect(events.isEmpty || events.last == .revoked([cluster.partition(0)]))
    }

    @Test func leavingDuringAnOutageDoesNotWaitForTheSessionToEnd() async throws {
        let cluster = try Cluster()
        let producer = try cluster.producer()
        try await producer.send(cluster.record("a"))
        let consumer = try cluster.consumer(["session.timeout.ms": "40000"])
        let listener = RecordingListener()
        let clock = ContinuousClock()
        var began = clock.now
        try await withMember(consumer, listener) {
            // A join that has to be repeated takes the mock cluster the session's time less one second.
            try await listener.until(within: .seconds(60)) { $0.records.count == 1 }
            cluster.broker.goDown()
            try consumer.storeOffset(1, of: cluster.partition(0))
            began = clock.now
        }
        #expect(clock.now - began < .seconds(20))
        #expect(listener.told.events.last == .revoked([cluster.partition(0)]))
        await producer.close(within: .zero)
    }

    @Test func aCommitThatFailsIsMadeGoodBeforeLeaving() async throws {
        let cluster = try Cluster()
        let producer = try cluster.producer()
        try await producer.send([cluster.record("a"), cluster.record("b")])
        let consumer = try cluster.consumer(["auto.commit.interval.ms": "60000"])
        let listener = RecordingListener()
        try await withMember(consumer, listener) {
            try await listener.until { $0.records.count == 2 }
            try consumer.storeOffset(2, of: cluster.partition(0))
            cluster.broker.failNext(.offsetCommit, with: [.coordinatorNotAvailable])
        }
        try await producer.send(cluster.record("c"))
        let next = RecordingListener()
        try await withMember(cluster.consumer(), next) {
            try await next.until { !$0.records.isEmpty }
        }
        #expect(next.told.values == ["c"])
        await producer.close()
    }
}
