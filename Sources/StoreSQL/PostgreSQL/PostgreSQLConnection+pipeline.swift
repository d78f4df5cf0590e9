import CPostgres

extension PostgreSQLConnection {
    /// How many statements are on their way before an answer is read: few enough that their answers, of some 30 bytes
    /// each, fit the socket's buffer, else both sides could wait to be read.
    private static let pipelined = 200

    /// In one round trip for many rows: a feed's first reading writes thousands of blocks while it holds the feed.
    func execute(_ sql: String, rows: [[SQLValue]]) throws -> Int {
        guard rows.count > 1 else { return try rows.reduce(0) { try $0 + execute(sql, $1) } }
        let statement = try prepared(sql)
        var count = 0
        var rest = rows[...]
        while !rest.isEmpty {
            count += try pipeline(statement, try rest.prefix(Self.pipelined).map { try PostgreSQLParameters($0) })
            rest = rest.dropFirst(Self.pipelined)
        }
        return count
    }

    private func pipeline(_ statement: PostgreSQLStatement, _ rows: [PostgreSQLParameters]) throws -> Int {
        guard PQenterPipelineMode(handle) == 1 else { throw fail(.lost) }
        defer { PQexitPipelineMode(handle) }
        for row in rows {
            let isSent = row.withPointers { count, values, lengths, formats in
                PQsendQueryPrepared(handle, statement.name, count, values, lengths, formats, 1) == 1
            }
            guard isSent else { throw fail(.lost) }
        }
        guard PQpipelineSync(handle) == 1 else { throw fail(.lost) }
        return try answers(to: statement)
    }

    /// One for each statement, a nil behind each, and the end.
    private func answers(to statement: PostgreSQLStatement) throws -> Int {
        var count = 0
        while PQstatus(handle) == CONNECTION_OK {
            guard let result = PQgetResult(handle) else { continue }
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
                count += PostgreSQLAnswer(result: result, statement: statement).count
            case PGRES_PIPELINE_SYNC:
                if let failure { throw failure.error }
                return count
            // Behind one that failed.
            case PGRES_PIPELINE_ABORTED: break
            default: _ = fail(PostgreSQLFailure(result))
            }
        }
        throw fail(.lost)
    }
}
