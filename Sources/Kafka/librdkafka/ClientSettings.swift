import CRdKafka

/// Owns an `rd_kafka_conf_t` until a client takes it over.
final class ClientSettings {
    private var pointer: OpaquePointer? = rd_kafka_conf_new()

    deinit {
        if let pointer { rd_kafka_conf_destroy(pointer) }
    }

    /// Returns what is wrong with the property; librdkafka's words for it may repeat the value, which a secret's must not.
    func set(_ key: String, _ value: String) -> String? {
        var text = [CChar](repeating: 0, count: 512)
        switch rd_kafka_conf_set(pointer, key, value, &text, text.count) {
        case RD_KAFKA_CONF_OK: return nil
        case RD_KAFKA_CONF_UNKNOWN: return "is not a property of librdkafka"
        default:
            let detail = String(cBuffer: text)
            let isTold = KafkaConfiguration.isSecret(key) && detail.contains(value)
            return isTold || detail.isEmpty ? "does not take this value" : detail
        }
    }

    /// Lets `body` use the pointer; where it says that the pointer was taken over, it is not destroyed here.
    func handOver<T>(_ body: (OpaquePointer?) -> (result: T, taken: Bool)) -> T {
        let (result, taken) = body(pointer)
        if taken { pointer = nil }
        return result
    }
}
