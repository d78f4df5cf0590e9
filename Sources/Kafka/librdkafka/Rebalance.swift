import CRdKafka
import Records

/// One call of librdkafka's rebalance callback. The group waits until `assign` or `unassign` is called.
struct Rebalance {
    enum Kind {
        case assigned
        case revoked
        /// The partitions belong to another member already.
        case lost
        case failed(KafkaFailure)
    }

    let kind: Kind
    let partitions: [TopicPartition]
    private let client: OpaquePointer?
    private let list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
    private let isCooperative: Bool

    /// Lets librdkafka call the context's `rebalance` from the thread that polls.
    static func report(_ settings: OpaquePointer?) {
        rd_kafka_conf_set_rebalance_cb(settings) { client, code, list, opaque in
            let rebalance = Rebalance(client: client, code: code, list: list)
            if let handle = ClientContext.from(opaque)?.rebalance {
                handle(rebalance)
            } else {
                _ = rebalance.unassign()
            }
        }
    }

    private init(
        client: OpaquePointer?, code: rd_kafka_resp_err_t,
        list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
    ) {
        self.client = client
        self.list = list
        partitions = list.map { PartitionList.partitions(of: $0) } ?? []
        isCooperative = rd_kafka_rebalance_protocol(client).map { String(cString: $0) } == "COOPERATIVE"
        kind =
            switch code {
            case RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS: .assigned
            case RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS: rd_kafka_assignment_lost(client) != 0 ? .lost : .revoked
            default: .failed(KafkaFailure(known: code))
            }
    }

    /// Takes the partitions: all there are with an eager assignor, more of them with a cooperative one.
    func assign() -> KafkaFailure? {
        isCooperative
            ? KafkaFailure(consuming: rd_kafka_incremental_assign(client, list))
            : KafkaFailure(rd_kafka_assign(client, list))
    }

    /// Gives the partitions up. After an error it is the whole assignment, whatever the protocol.
    func unassign() -> KafkaFailure? {
        if isCooperative, case .failed = kind { return KafkaFailure(rd_kafka_assign(client, nil)) }
        return isCooperative
            ? KafkaFailure(consuming: rd_kafka_incremental_unassign(client, list))
            : KafkaFailure(rd_kafka_assign(client, nil))
    }
}
