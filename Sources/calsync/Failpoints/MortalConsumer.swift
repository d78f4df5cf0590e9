#if DEBUG
    import Records

    struct MortalConsumer: RecordConsumer {
        let consumer: any RecordConsumer
        let failpoint: Failpoint

        func run(_ listener: any PartitionListener) async throws { try await consumer.run(listener) }

        func storeOffset(_ next: Int64, of partition: TopicPartition) throws {
            failpoint.pass()
            try consumer.storeOffset(next, of: partition)
            failpoint.pass()
        }

        func pause(_ partitions: [TopicPartition]) throws { try consumer.pause(partitions) }
        func resume(_ partitions: [TopicPartition]) throws { try consumer.resume(partitions) }
        func close() { consumer.close() }
    }
#endif
