extension [UInt8]? {
    /// Kafka tells null from empty by the pointer, and an empty array may have none: empty gets the address of a byte that
    /// is never read.
    func withKafkaBytes<T>(_ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
        switch self {
        case nil:
            return try body(UnsafeRawBufferPointer(start: nil, count: 0))
        case let bytes? where bytes.isEmpty:
            return try withUnsafeBytes(of: UInt8(0)) { try body(UnsafeRawBufferPointer(rebasing: $0[..<0])) }
        case let bytes?:
            return try bytes.withUnsafeBytes(body)
        }
    }
}
