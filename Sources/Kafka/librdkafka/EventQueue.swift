import CRdKafka

/// Owns an `rd_kafka_queue_t` for the answers to one call.
struct EventQueue: ~Copyable {
    let pointer: OpaquePointer

    init(_ client: ClientHandle) {
        pointer = rd_kafka_queue_new(client.pointer)
    }

    deinit {
        rd_kafka_queue_destroy(pointer)
    }

    /// Waits for one answer and lends it to `body`; nil when none came in time.
    func next<T>(within timeout: Duration, _ body: (OpaquePointer) -> T) -> T? {
        guard let event = rd_kafka_queue_poll(pointer, timeout.milliseconds) else { return nil }
        defer { rd_kafka_event_destroy(event) }
        return body(event)
    }
}
