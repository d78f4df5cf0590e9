import CRdKafka

extension ClientHandle {
    /// Blocks until the brokers have answered.
    func createTopics(_ topics: [TopicSpecification], within timeout: Duration) throws -> [String: TopicCreation] {
        let newTopics = try NewTopics(topics)
        let options = rd_kafka_AdminOptions_new(pointer, RD_KAFKA_ADMIN_OP_CREATETOPICS)
        defer { rd_kafka_AdminOptions_destroy(options) }
        // How long librdkafka looks for the controller and waits for its answer, and how long the brokers may take.
        rd_kafka_AdminOptions_set_request_timeout(options, timeout.milliseconds, nil, 0)
        rd_kafka_AdminOptions_set_operation_timeout(options, timeout.milliseconds, nil, 0)

        let answers = EventQueue(self)
        var pointers = newTopics.pointers
        rd_kafka_CreateTopics(pointer, &pointers, pointers.count, options, answers.pointer)
        // librdkafka answers by itself when the request's time is over; the second is for that answer to arrive.
        let result = answers.next(within: timeout + .seconds(1)) { event in
            Self.creations(event, redact: context.redact)
        }
        return try (result ?? .failure(.failed(unreachable(RD_KAFKA_RESP_ERR__TIMED_OUT)))).get()
    }

    private static func creations(
        _ event: OpaquePointer, redact: (String) -> String
    ) -> Result<[String: TopicCreation], KafkaError> {
        let detail = rd_kafka_event_error_string(event).map { redact(String(cString: $0)) }
        if let failure = KafkaFailure(rd_kafka_event_error(event), detail: detail) { return .failure(.failed(failure)) }
        var count = 0
        let results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
        var creations: [String: TopicCreation] = [:]
        for index in 0..<count {
            guard let result = results?[index], let name = rd_kafka_topic_result_name(result) else { continue }
            let code = rd_kafka_topic_result_error(result)
            let detail = rd_kafka_topic_result_error_string(result).map { String(cString: $0) }
            creations[String(cString: name)] =
                if code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS {
                    .alreadyExists
                } else if let failure = KafkaFailure(code, detail: detail) {
                    .failed(.failed(failure))
                } else {
                    .created
                }
        }
        return .success(creations)
    }

    /// Asks for all topics, naming none: a topic that is named might be created by it. Blocks.
    func describeCluster(within timeout: Duration) throws(KafkaError) -> ClusterDescription {
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(pointer, 1, nil, &answer, timeout.milliseconds)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata = answer else { throw .failed(unreachable(code)) }
        defer { rd_kafka_metadata_destroy(metadata) }
        let brokers = (0..<Int(metadata.pointee.broker_cnt)).map { index in
            let broker = metadata.pointee.brokers[index]
            return "\(String(cString: broker.host)):\(broker.port)"
        }
        let topics = (0..<Int(metadata.pointee.topic_cnt)).map { TopicDescription(metadata.pointee.topics[$0]) }
        return ClusterDescription(brokers: brokers, topics: topics.sorted { $0.name < $1.name })
    }

    /// "Timed out" says little: where a connection failed, that is the reason.
    private func unreachable(_ code: rd_kafka_resp_err_t) -> KafkaFailure {
        rd_kafka_poll(pointer, 0)
        return KafkaFailure(known: code, detail: context.lastError?.message)
    }
}

extension TopicDescription {
    fileprivate init(_ topic: rd_kafka_metadata_topic) {
        let partitions = (0..<Int(topic.partition_cnt)).map { topic.partitions[$0] }
        self.init(
            name: String(cString: topic.topic),
            partitions: partitions.count,
            replicationFactor: partitions.first.map { Int($0.replica_cnt) } ?? 0,
            partitionsWithoutLeader: partitions.count { $0.leader < 0 },
            failure: KafkaFailure(topic.err))
    }
}
