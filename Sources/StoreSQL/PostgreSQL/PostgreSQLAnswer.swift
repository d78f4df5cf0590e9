import CPostgres

/// The rows of an answer in PostgreSQL's binary format, in which every number comes back exactly.
struct PostgreSQLAnswer {
    let result: OpaquePointer
    let statement: PostgreSQLStatement

    var rows: [SQLRow] {
        (0..<PQntuples(result)).map { row in
            let values = statement.types.enumerated().map { value(row, Int32($0.offset), type: $0.element) }
            return SQLRow(columns: statement.columns, values: values)
        }
    }

    /// How many rows the statement inserted, changed, deleted or found.
    var count: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    private func value(_ row: Int32, _ column: Int32, type: Oid) -> SQLValue {
        guard PQgetisnull(result, row, column) == 0 else { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
        return switch (type, bytes.count) {
        // Numbers of pg_type.dat, which never change.
        case (16, 1): .integer(bytes[0] == 0 ? 0 : 1)
        case (17, _): .blob(Array(bytes))
        case (20, 8): .integer(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
        case (21, 2): .integer(Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))))
        case (23, 4): .integer(Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))))
        case (701, 8): .real(Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))))
        default: .text(String(decoding: bytes, as: UTF8.self))
        }
    }
}
