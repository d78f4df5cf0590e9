import CalendarSync

/// A statement's values as libpq takes them: numbers and texts in text format, whose type the server infers, and bytes as
/// they are. The shortest decimal that gives a `Double` back is exact.
struct PostgreSQLParameters {
    /// One after the other, each with a NUL behind it.
    private var bytes: [UInt8] = []
    /// Where each value begins; nil: NULL.
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    init(_ values: [SQLValue]) throws(StoreError) {
        for value in values {
            switch value {
            case .null: append(nil, isBinary: false)
            case .integer(let number): append(String(number).utf8, isBinary: false)
            case .real(let number): append("\(number)".utf8, isBinary: false)
            case .blob(let bytes): append(bytes, isBinary: true)
            case .text(let text):
                // A C string would end there, and two keys could become one. PostgreSQL has no such text at all.
                guard !text.utf8.contains(0) else { throw .unstorable("a text with a NUL cannot be stored") }
                append(text.utf8, isBinary: false)
            }
        }
    }

    func withPointers<Value>(
        _ body: (_ count: Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?)
            -> Value
    ) -> Value {
        bytes.withUnsafeBytes { bytes in
            let pointers = offsets.map { offset in
                offset.flatMap { bytes.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
            }
            return body(Int32(offsets.count), pointers, lengths, formats)
        }
    }

    private mutating func append(_ value: (some Collection<UInt8>)?, isBinary: Bool) {
        offsets.append(value.map { _ in bytes.count })
        lengths.append(Int32(clamping: value?.count ?? 0))
        formats.append(isBinary ? 1 : 0)
        guard let value else { return }
        bytes.append(contentsOf: value)
        bytes.append(0)
    }

    private mutating func append(_ value: Never?, isBinary: Bool) {
        append(nil as [UInt8]?, isBinary: isBinary)
    }
}
