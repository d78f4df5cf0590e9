#if DEBUG
    import StoreSQL

    struct MortalDatabase: SQLDatabase {
        let database: any SQLDatabase
        let failpoint: Failpoint

        var dialect: SQLDialect { database.dialect }

        func read<Value: Sendable>(
            _ body: @escaping @Sendable (any SQLConnection) throws -> Value
        ) async throws -> Value {
            try await database.read(body)
        }

        func write<Value: Sendable>(
            _ body: @escaping @Sendable (any SQLConnection) throws -> Value
        ) async throws -> Value {
            failpoint.pass()
            let value = try await database.write(body)
            failpoint.pass()
            return value
        }

        func query(_ sql: String, _ values: [SQLValue]) async throws -> [SQLRow] {
            try await database.query(sql, values)
        }

        func execute(_ sql: String, _ values: [SQLValue]) async throws -> Int {
            failpoint.pass()
            let count = try await database.execute(sql, values)
            failpoint.pass()
            return count
        }

        func close() async { await database.close() }
    }
#endif
