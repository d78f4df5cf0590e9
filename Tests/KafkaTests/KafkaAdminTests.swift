import Kafka
import Logging
import Testing

@Suite(.timeLimit(.minutes(5))) struct KafkaAdminTests {
    @Test func topicsAreListedWithTheirPartitions() async throws {
        let cluster = try Cluster(partitions: 3)
        try cluster.broker.createTopic("another", partitions: 12)
        let admin = try KafkaAdmin(configuration: cluster.configuration(), logger: cluster.logger)
        let description = try await admin.describeCluster()
        #expect(description.brokers == [cluster.broker.bootstrapServers])
        #expect(description.topics.map(\.name) == ["another", cluster.topic])
        #expect(description.topics.map(\.partitions) == [12, 3])
        #expect(description.topics.allSatisfy { $0.replicationFactor == 1 && $0.partitionsWithoutLeader == 0 })
    }

    @Test func aBrokerThatCannotBeReachedIsToldInTimeAndWithTheReason() async throws {
        let cluster = try Cluster()
        cluster.broker.goDown()
        let admin = try KafkaAdmin(configuration: cluster.configuration(), logger: cluster.logger)
        let clock = ContinuousClock()
        let began = clock.now
        let error = try await #require(throws: KafkaError.self) {
            try await admin.describeCluster(within: .seconds(1))
        }
        #expect(clock.now - began < .seconds(20))
        #expect(error.isRetriable)
        #expect(error.message.contains("Connection refused") || error.message.contains("down"), "\(error.message)")
    }

    @Test func aTopicThatCannotBeAskedForIsATypedError() async throws {
        let cluster = try Cluster()
        let admin = try KafkaAdmin(configuration: cluster.configuration(), logger: cluster.logger)
        await #expect(throws: KafkaError.self) {
            try await admin.create([TopicSpecification(name: "t", partitions: -5)])
        }
        #expect(try await admin.create([]) == [:])
    }

    /// The embedded broker has no CreateTopics: as with a broker that does not answer, the time ends it.
    @Test func aBrokerThatDoesNotCreateTopicsEndsWithTheTime() async throws {
        let cluster = try Cluster()
        let admin = try KafkaAdmin(configuration: cluster.configuration(), logger: cluster.logger)
        let error = try await #require(throws: KafkaError.self) {
            try await admin.create([TopicSpecification(name: "t", partitions: 1)], within: .seconds(1))
        }
        #expect(!error.isFatal)
    }
}
