import CRdKafka
import Foundation
import Synchronization

/// Owns one `rd_kafka_t`: a producer or a consumer with its threads and connections.
///
/// `@unchecked Sendable`: librdkafka's handle may be used from any thread, and the pointer never changes.
final class ClientHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    let context: ClientContext
    private let isAbandoned = Atomic(false)

    /// - Throws: `KafkaError.invalidProperty` for a setting that librdkafka refuses, `KafkaError.failed` where it cannot
    ///   start (contradicting settings, unreadable certificates).
    init(
        _ type: rd_kafka_type_t, settings: [String: String], context: ClientContext,
        callbacks: (OpaquePointer?) -> Void = { _ in }
    ) throws(KafkaError) {
        let owner = ClientSettings()
        for (key, value) in settings.sorted(by: { $0.key < $1.key }) {
            if let reason = owner.set(key, value) { throw .invalidProperty(key: key, reason: reason) }
        }
        var text = [CChar](repeating: 0, count: 512)
        let client: OpaquePointer? = owner.handOver { settings in
            context.attach(to: settings)
            callbacks(settings)
            let client = rd_kafka_new(type, settings, &text, text.count)
            return (client, taken: client != nil)
        }
        guard let client else {
            throw .failed(KafkaFailure(known: rd_kafka_last_error(), detail: context.redact(String(cBuffer: text))))
        }
        pointer = client
        self.context = context
    }

    deinit {
        if isAbandoned.load(ordering: .relaxed) {
            _ = Unmanaged.passRetained(context)
            return
        }
        // Destroying waits for librdkafka's threads, and the last reference may be dropped anywhere: so on a thread of our
        // own. It holds the context, which callbacks use until the end.
        nonisolated(unsafe) let client = pointer
        let context = context
        Thread.detachNewThread {
            rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
            withExtendedLifetime(context) {}
        }
    }

    /// Leaves librdkafka's client to the end of the process, where destroying it would do harm.
    func abandon() {
        isAbandoned.store(true, ordering: .relaxed)
    }

    /// The error that made this client useless, if one did.
    func fatalError() -> KafkaFailure? {
        var text = [CChar](repeating: 0, count: 512)
        let code = rd_kafka_fatal_error(pointer, &text, text.count)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        return KafkaFailure(
            code: String(cString: rd_kafka_err2name(code)),
            message: context.redact(String(cString: rd_kafka_err2str(code))), isRetriable: false, isFatal: true)
    }
}
