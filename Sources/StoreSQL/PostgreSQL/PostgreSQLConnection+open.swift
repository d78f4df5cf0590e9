import CPostgres
import CalendarSync
import Foundation

extension PostgreSQLConnection {
    /// What libpq's own defaults leave open. The URI may say otherwise.
    private static let defaults = [
        "application_name": "calsync", "connect_timeout": "5",
        // A server that has vanished without a word is given up after half a minute.
        "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "20000",
    ]

    /// Limits, so that neither a statement nor a process that hangs holds rows for long; what the role, the database or
    /// the URI's `options` sets is kept. A commit is durable on return, and numbers keep all digits.
    private static let session = """
        SELECT set_config('statement_timeout',
                CASE current_setting('statement_timeout') WHEN '0' THEN '30s'
                ELSE current_setting('statement_timeout') END, false),
            set_config('idle_in_transaction_session_timeout',
                CASE current_setting('idle_in_transaction_session_timeout') WHEN '0' THEN '30s'
                ELSE current_setting('idle_in_transaction_session_timeout') END, false),
            set_config('synchronous_commit',
                CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
                ELSE current_setting('synchronous_commit') END, false),
            set_config('default_transaction_isolation', 'read committed', false)
        """

    /// Blocks while it connects, up to `connect_timeout` a host.
    static func open(_ address: PostgreSQLAddress) throws(PostgreSQLRefusal) -> PostgreSQLConnection {
        // The later of two wins, so that the URI stands after our defaults and before what we insist on.
        let parameters = defaults.sorted { $0.key < $1.key } + [("dbname", address.uri), ("client_encoding", "UTF8")]
        guard let handle = connect(parameters) else { throw .unreachable("libpq is out of memory") }
        guard PQstatus(handle) == CONNECTION_OK else {
            let message = String(cString: PQerrorMessage(handle))
            PQfinish(handle)
            throw PostgreSQLRefusal(message: message)
        }
        let connection = PostgreSQLConnection(handle)
        // Else libpq prints what the server remarks, values and all, on standard error.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        guard PQparameterStatus(handle, "server_encoding").map({ String(cString: $0) }) == "UTF8" else {
            throw .misconfigured("the database's encoding is not UTF8; make one with ENCODING 'UTF8'")
        }
        do {
            try connection.command(session)
        } catch {
            throw .unreachable(StoreError.text(error))
        }
        return connection
    }

    private static func connect(_ parameters: [(key: String, value: String)]) -> OpaquePointer? {
        // Copies that live until libpq has made its own.
        let keys = parameters.map { strdup($0.key) }
        let values = parameters.map { strdup($0.value) }
        defer { for text in keys + values { free(text) } }
        return PQconnectdbParams(
            keys.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
    }
}
