import Kafka
import Records
import Synchronization
import Testing

/// What happens to the work in flight when partitions change hands.
@Suite(.timeLimit(.minutes(5))) struct RevocationTests {
    /// Opened once, by the test.
    final class Gate: Sendable {
        private let stream = AsyncStream.makeStream(of: Void.self)
        func open() { stream.continuation.finish() }
        func passed() async { for await _ in stream.stream {} }
    }

    @Test func aLeavingMemberFinishesItsWorkAndTheNextGoesOnBehindIt() async throws {
        let cluster = try Cluster(partitions: 2)
        let producer = try cluster.producer()
        try await producer.send((0..<200).map { cluster.record("\($0)", key: "key-\($0)") })

        let leaving = try cluster.consumer()
        let gate = Gate()
        // Settles nothing before it is told to leave: all 200 records are in flight until then.
        let inFlight = Mutex<[TopicPartition: Int64]>([:])
        let leavingListener = RecordingListener(
            onReceived: { records in
                inFlight.withLock { for record in records { $0[record.topicPartition] = record.offset + 1 } }
            },
            onRevoked: { partitions in
                await gate.passed()
                #expect(!Task.isCancelled)
                let offsets = inFlight.withLock { $0 }
                for partition in partitions {
                    guard let next = offsets[partition] else { continue }
                    #expect(throws: Never.self) { try leaving.storeOffset(next, of: partition) }
                }
            })
        let leavingRun = Task { try await leaving.run(leavingListener) }
        try await leavingListener.until { $0.records.count == 200 }

        leaving.close()
        try await leavingListener.until { $0.events.contains { if case .revoking = $0 { true } else { false } } }
        #expect(leavingListener.told.owned.count == 2)
        gate.open()
        try await leavingRun.value
        // Only now: the mock cluster refuses commits while a member joins, which Kafka does not.
        let staying = try cluster.consumer()
        let stayingListener = RecordingListener()
        try await withMember(staying, stayingListener) {
            try await producer.send([cluster.record("after", key: "key-0"), cluster.record("after", key: "key-1")])
            try await stayingListener.until { $0.owned.count == 2 && $0.values.count { $0 == "after" } == 2 }
        }
        #expect(stayingListener.told.values == ["after", "after"])
        await producer.close()
    }

    @Test func aJoiningMemberWaitsForTheWorkInFlight() async throws {
        let cluster = try Cluster(partitions: 2)
        let producer = try cluster.producer()
        let first = try cluster.consumer()
        let second = try cluster.consumer()
        let gate = Gate()
        let firstListener = RecordingListener(
            onRevoked: { partitions in
                await gate.passed()
                #expect(!Task.isCancelled)
                for partition in partitions {
                    #expect(throws: Never.self) { try first.storeOffset(0, of: partition) }
                }
            })
        let secondListener = RecordingListener()
        try await withMember(first, firstListener) {
            try await firstListener.until { $0.owned.count == 2 }
            try await withMember(second, secondListener) {
                try await firstListener.until { $0.events.contains { if case .revoking = $0 { true } else { false } } }
                #expect(secondListener.told.owned.isEmpty)
                gate.open()
                try await secondListener.until { $0.owned.count == 1 }
                try await firstListener.until { $0.owned.count == 1 }
                #expect(firstListener.told.owned.isDisjoint(with: secondListener.told.owned))
                try await producer.send((0..<40).map { cluster.record("\($0)", key: "key-\($0)") })
                try await firstListener.until { !$0.records.isEmpty }
                try await secondListener.until { !$0.records.isEmpty }
            }
        }
        await producer.close()
    }

    @Test func aDrainThatTakesTooLongIsCancelledAndTheMemberLeaves() async throws {
        let cluster = try Cluster()
        let consumer = try cluster.consumer(drainTimeout: .milliseconds(200))
        let gate = Gate()
        let wasCancelled = Mutex(false)
        let listener = RecordingListener(onRevoked: { _ in
            await gate.passed()
            wasCancelled.withLock { $0 = Task.isCancelled }
        })
        try await withMember(consumer, listener) {
            try await listener.until { !$0.owned.isEmpty }
        }
        gate.open()
        try await listener.until { $0.owned.isEmpty }
        #expect(wasCancelled.withLock { $0 })
    }

    @Test func lostPartitionsAreToldApartAndNothingCanBeStored() async throws {
        let cluster = try Cluster()
        let producer = try cluster.producer()
        try await producer.send(cluster.record("a"))
        let consumer = try cluster.consumer()
        let listener = RecordingListener()
        try await withMember(consumer, listener) {
            try await listener.until { $0.values == ["a"] }
            cluster.broker.failNext(.heartbeat, with: [.unknownMember])
            try await listener.until { $0.events.contains(.lost([cluster.partition(0)])) }
            // It joins again, and as nothing was committed the record comes again.
            try await listener.until { $0.values == ["a", "a"] }
        }
        #expect(!listener.told.events.dropLast(2).contains(.revoked([cluster.partition(0)])))
        await producer.close()
    }
}
