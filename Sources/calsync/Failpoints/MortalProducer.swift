#if DEBUG
    import Records

    struct MortalProducer: RecordProducer {
        let producer: any RecordProducer
        let failpoint: Failpoint

        func send(_ record: OutgoingRecord) async throws -> RecordPosition {
            failpoint.pass()
            let position = try await producer.send(record)
            failpoint.pass()
            return position
        }
    }
#endif
