import CRdKafka
import Records

/// Owns an `rd_kafka_headers_t` until a produced record takes it over.
final class HeaderList {
    private(set) var pointer: OpaquePointer?

    init(_ headers: RecordHeaders) {
        pointer = rd_kafka_headers_new(headers.all.count)
        for header in headers.all {
            header.value.withKafkaBytes { value in
                _ = rd_kafka_header_add(
                    pointer, header.name, header.name.utf8.count, value.baseAddress, value.count)
            }
        }
    }

    deinit {
        if let pointer { rd_kafka_headers_destroy(pointer) }
    }

    /// rd_kafka_produceva owns the headers once it has accepted the record, and only then.
    func wasTakenOver() {
        pointer = nil
    }

    /// A copy of the headers of a record that was read; a header's value may be null.
    static func headers(of message: UnsafePointer<rd_kafka_message_t>) -> RecordHeaders {
        var list: OpaquePointer?
        guard rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else {
            return RecordHeaders()
        }
        var headers: [RecordHeaders.Header] = []
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var size = 0
        while rd_kafka_header_get_all(list, headers.count, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR,
            let name
        {
            let bytes = value.map { Array(UnsafeRawBufferPointer(start: $0, count: size)) }
            headers.append(RecordHeaders.Header(name: String(cString: name), value: bytes))
        }
        return RecordHeaders(headers)
    }
}
