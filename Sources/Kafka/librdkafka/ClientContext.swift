import CRdKafka
import Logging
import Synchronization

/// What librdkafka's callbacks of one client need: where to log, what not to say, whom to tell of a rebalance.
final class ClientContext: Sendable {
    let logger: Logger
    /// How many came since they were last looked at.
    let deliveryReports = Atomic(0)
    private let secrets: [String]
    private let state = Mutex(State())

    private struct State {
        var lastError: KafkaFailure?
        var rebalance: (@Sendable (Rebalance) -> Void)?
    }

    init(logger: Logger, secrets: [String]) {
        self.logger = logger
        self.secrets = secrets
    }

    /// The last thing that went wrong with a connection, more telling than "timed out".
    var lastError: KafkaFailure? { state.withLock { $0.lastError } }

    /// Called from the thread that polls. Nil outside of `run`, which breaks the cycle client → context → consumer.
    var rebalance: (@Sendable (Rebalance) -> Void)? {
        get { state.withLock { $0.rebalance } }
        set { state.withLock { $0.rebalance = newValue } }
    }

    func redact(_ text: String) -> String {
        secrets.reduce(text) { $0.replacing($1, with: "[redacted]") }
    }

    static func from(_ opaque: UnsafeMutableRawPointer?) -> ClientContext? {
        opaque.map { Unmanaged<ClientContext>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Points all callbacks of `settings` here. The caller keeps `self` alive as long as the client.
    func attach(to settings: OpaquePointer?) {
        rd_kafka_conf_set_opaque(settings, Unmanaged.passUnretained(self).toOpaque())
        rd_kafka_conf_set_log_cb(settings) { client, level, facility, text in
            guard let client, let facility, let text else { return }
            let context = ClientContext.from(rd_kafka_opaque(client))
            context?.log(level, String(cString: facility), String(cString: text))
        }
        rd_kafka_conf_set_error_cb(settings) { _, code, reason, opaque in
            guard let reason else { return }
            ClientContext.from(opaque)?.note(rd_kafka_resp_err_t(code), String(cString: reason))
        }
    }

    private func log(_ syslogLevel: Int32, _ facility: String, _ text: String) {
        let level: Logger.Level =
            switch syslogLevel {
            // One configuration serves producers and consumers alike: that half of it is for the other is no news.
            case _ where facility == "CONFWARN" && text.contains("will be ignored by this"): .trace
            case ...2: .critical
            case 3: .error
            case 4: .warning
            case 5: .notice
            case 6: .info
            default: .debug
            }
        logger.log(level: level, "\(redact(text))", metadata: ["kafka.facility": "\(facility)"])
    }

    private func note(_ code: rd_kafka_resp_err_t, _ reason: String) {
        guard let failure = KafkaFailure(code, detail: redact(reason)) else { return }
        state.withLock { $0.lastError = failure }
        logger.notice(
            "Kafka client error", metadata: ["kafka.error": "\(failure.code)", "reason": "\(failure.message)"])
    }
}
