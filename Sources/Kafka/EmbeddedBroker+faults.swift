import CRdKafka

/// Failing on purpose, for tests.
extension EmbeddedBroker {
    /// Kafka's requests by their numbers in the protocol.
    public enum Request: Int16, Sendable {
        case produce = 0
        case fetch = 1
        case offsetCommit = 8
        case joinGroup = 11
        case heartbeat = 12
    }

    /// Kafka's errors by their numbers in the protocol.
    public enum Fault: Int32, Sendable {
        /// The broker drops the connection instead of answering.
        case disconnect = -195
        case notLeader = 6
        case requestTimedOut = 7
        case coordinatorNotAvailable = 15
        case notEnoughReplicas = 19
        case unknownMember = 25
        case topicAuthorizationFailed = 29
    }

    /// The next requests of that kind fail, one with each fault.
    public func failNext(_ request: Request, with faults: [Fault]) {
        let codes = faults.map { rd_kafka_resp_err_t($0.rawValue) }
        rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, codes.count, codes)
    }

    /// All brokers drop their connections and take no new ones, until `comeUp`. Records and ports stay.
    public func goDown() {
        rd_kafka_mock_broker_set_down(cluster, -1)
    }

    public func comeUp() {
        rd_kafka_mock_broker_set_up(cluster, -1)
    }

    /// Delays every answer of all brokers.
    public func setRoundTripTime(_ time: Duration) {
        rd_kafka_mock_broker_set_rtt(cluster, -1, time.milliseconds)
    }
}
