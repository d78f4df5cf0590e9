import CRdKafka
import Records
import Synchronization

extension ClientHandle {
    /// Lets librdkafka call back `delivery` of every record whose fate is known.
    static func reportDeliveries(_ settings: OpaquePointer?) {
        rd_kafka_conf_set_dr_msg_cb(settings) { _, message, context in
            ClientContext.from(context)?.deliveryReports.add(1, ordering: .relaxed)
            guard let message, let opaque = message.pointee._private else { return }
            let delivery = Unmanaged<PendingDelivery>.fromOpaque(opaque).takeRetainedValue()
            if let failure = KafkaFailure(message.pointee.err) {
                delivery.finish(.failure(KafkaError.failed(failure)))
            } else {
                delivery.finish(.success((message.pointee.partition, message.pointee.offset)))
            }
        }
    }

    /// Puts a copy of the record into librdkafka's queue; `delivery` is finished from `serveDeliveries`.
    /// Returns without waiting; the failure `_QUEUE_FULL` asks to try again later.
    func produce(_ record: OutgoingRecord, _ delivery: PendingDelivery) -> KafkaFailure? {
        let headers = HeaderList(record.headers)
        let retained = Unmanaged.passRetained(delivery)
        let failure = record.topic.withCString { topic in
            record.key.withKafkaBytes { key in
                record.value.withKafkaBytes { value in
                    var arguments = [
                        rd_kafka_vu_t(RD_KAFKA_VTYPE_TOPIC) { $0.cstr = topic },
                        rd_kafka_vu_t(RD_KAFKA_VTYPE_KEY, key),
                        rd_kafka_vu_t(RD_KAFKA_VTYPE_VALUE, value),
                        rd_kafka_vu_t(RD_KAFKA_VTYPE_HEADERS) { $0.headers = headers.pointer },
                        rd_kafka_vu_t(RD_KAFKA_VTYPE_MSGFLAGS) { $0.i = RD_KAFKA_MSG_F_COPY },
                        rd_kafka_vu_t(RD_KAFKA_VTYPE_OPAQUE) { $0.ptr = retained.toOpaque() },
                    ]
                    if let timestamp = record.timestampMilliseconds {
                        arguments.append(rd_kafka_vu_t(RD_KAFKA_VTYPE_TIMESTAMP) { $0.i64 = timestamp })
                    }
                    return KafkaFailure(consuming: rd_kafka_produceva(pointer, &arguments, arguments.count))
                }
            }
        }
        if failure == nil {
            headers.wasTakenOver()
        } else {
            retained.release()
        }
        return failure
    }

    /// Waits for delivery reports and hands them out on this thread. Returns how many there were.
    func serveDeliveries(for timeout: Duration) -> Int {
        // What rd_kafka_poll returns counts batches of reports.
        rd_kafka_poll(pointer, timeout.milliseconds)
        return context.deliveryReports.exchange(0, ordering: .relaxed)
    }

    /// Sends what is queued, lingering for nothing, and hands out the reports; then gives up what is left, so that every
    /// record has its report. Blocks.
    func finishDeliveries(within timeout: Duration) {
        rd_kafka_flush(pointer, timeout.milliseconds)
        rd_kafka_purge(pointer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
        while rd_kafka_outq_len(pointer) > 0 {
            rd_kafka_poll(pointer, 100)
        }
    }
}

extension rd_kafka_vu_t {
    fileprivate init(_ type: rd_kafka_vtype_t, _ fill: (inout rd_kafka_vu_t.__Unnamed_union_u) -> Void) {
        self.init()
        vtype = type
        fill(&u)
    }

    fileprivate init(_ type: rd_kafka_vtype_t, _ bytes: UnsafeRawBufferPointer) {
        self.init(type) {
            // librdkafka copies (RD_KAFKA_MSG_F_COPY): it never writes through the pointer.
            $0.mem.ptr = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            $0.mem.size = bytes.count
        }
    }
}
