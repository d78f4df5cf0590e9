import CalendarSync

/// One copy from database to database. Both have the same schema.
struct StoreCopy: Sendable {
    static let batch = 500

    var tables = StoreTable.all
    let progress: @Sendable (CopiedTable) -> Void

    func run(from source: any SQLDatabase, to target: any SQLDatabase) async throws -> [CopiedTable] {
        let channel = RowChannel()
        async let reading: Void = {
            do {
                try await source.read { connection in
                    try channel.begin(.reader)
                    try self.send(connection, to: channel)
                }
            } catch {
                channel.fail(error)
                throw error
            }
        }()
        do {
            let copied = try await target.write { connection in
                try channel.begin(.writer)
                return try self.receive(from: channel, connection)
            }
            try await reading
            return copied
        } catch {
            // First, so that the reader does not wait for a writer that has gone.
            channel.fail(error)
            _ = try? await reading
            throw error
        }
    }

    private func send(_ connection: any SQLConnection, to channel: RowChannel) throws {
        for table in tables {
            try channel.send(.table(table, rows: try count(table, connection)))
            var last: SQLRow?
            repeat {
                let rows = try batch(of: table, after: last, connection)
                if !rows.isEmpty { try channel.send(.rows(rows)) }
                last = rows.last
            } while last != nil
        }
        try channel.send(.end)
    }

    private func batch(
        of table: StoreTable, after last: SQLRow?, _ connection: any SQLConnection
    ) throws -> [SQLRow] {
        let key = table.key.joined(separator: ", ")
        let places = Array(repeating: "?", count: table.key.count).joined(separator: ", ")
        let condition = last == nil ? "" : "WHERE (\(key)) > (\(places))"
        let values = last.map { row in table.key.map { row[$0] } } ?? []
        return try connection.query(
            "SELECT * FROM \(table.name) \(condition) ORDER BY \(key) LIMIT ?",
            values + [.integer(Int64(Self.batch))])
    }

    private func receive(from channel: RowChannel, _ connection: any SQLConnection) throws -> [CopiedTable] {
        for table in tables where try count(table, connection) > 0 {
            throw StoreCopyError.targetNotEmpty(table: table.name)
        }
        var copied: [CopiedTable] = []
        var current: StoreTable?
        while true {
            switch try channel.receive() {
            case .table(let table, let rows):
                current = table
                copied.append(CopiedTable(name: table.name, rows: 0, of: rows))
            case .rows(let rows):
                guard let table = current, let last = copied.popLast() else { continue }
                try insert(rows, into: table, connection)
                let now = CopiedTable(name: last.name, rows: last.rows + rows.count, of: last.of)
                copied.append(now)
                progress(now)
            case .end:
                for (table, expected) in zip(tables, copied) {
                    let found = try count(table, connection)
                    guard found == expected.of else {
                        throw StoreCopyError.incomplete(table: table.name, found: found, expected: expected.of)
                    }
                }
                return copied
            }
        }
    }

    private func insert(_ rows: [SQLRow], into table: StoreTable, _ connection: any SQLConnection) throws {
        let columns = rows.first?.columns.filter { $0 != table.numbered } ?? []
        let places = Array(repeating: "?", count: columns.count).joined(separator: ", ")
        try connection.execute(
            "INSERT INTO \(table.name) (\(columns.joined(separator: ", "))) VALUES (\(places))",
            rows: rows.map { row in columns.map { row[$0] } })
    }

    private func count(_ table: StoreTable, _ connection: any SQLConnection) throws -> Int {
        let rows = try connection.query("SELECT COUNT(*) AS count FROM \(table.name)", [])
        return Int(rows.first?.integer("count") ?? 0)
    }
}
