import CPostgres
import CalendarSync

/// A statement that failed. The server's own messages quote keys and values: only the SQLSTATE and the table's name are
/// taken from them. Codes: PostgreSQL documentation, appendix A.
struct PostgreSQLFailure: Error, Hashable {
    enum Consequence {
        /// The server undid the transaction for another one's sake: it may succeed when run again.
        case undone
        /// The server takes no writes; another connection may find one that does.
        case misplaced
        /// The connection is of no more use.
        case lost
        case refused
    }

    /// Nil where no answer came.
    let sqlState: String?
    let table: String?

    /// No answer, or none that libpq could read.
    static let lost = PostgreSQLFailure(sqlState: nil)

    init(sqlState: String?, table: String? = nil) {
        self.sqlState = sqlState
        self.table = table
    }

    init(_ result: OpaquePointer?) {
        func field(_ code: Int) -> String? {
            PQresultErrorField(result, Int32(code)).map { String(cString: $0) }
        }
        self.init(sqlState: field(CPOSTGRES_SQLSTATE), table: field(CPOSTGRES_TABLE))
    }

    var consequence: Consequence {
        switch sqlState {
        case nil, "57P01", "57P02", "57P03", "57P05", "25P03": .lost
        case "25006": .misplaced
        case "40001", "40P01": .undone
        case let state?: state.hasPrefix("08") ? .lost : .refused
        }
    }

    var error: StoreError {
        let place = table.map { " (table \($0))" } ?? ""
        let text = "PostgreSQL\(sqlState.map { " error \($0)" } ?? ""): \(reason)\(place)"
        return isOfAValue ? .unstorable(text) : .unavailable(text)
    }

    /// Whether the server can never hold a value of the statement, however often it is run.
    private var isOfAValue: Bool {
        switch sqlState {
        // Too long for its column, out of its range, not of the database's encoding, too long for an index.
        case "22001", "22003", "22021", "22P05", "54000": true
        default: false
        }
    }

    private var reason: String {
        switch sqlState {
        case nil: "the connection was lost"
        case "22001", "22003": "a value does not fit its column"
        case "22021", "22P05": "a text does not fit the database's encoding"
        case "25006": "the server takes no writes: it is a standby, or set to read-only"
        case "25P03", "57P05": "the connection was idle for too long"
        case "40001", "40P01": "the transaction collided with others again and again"
        case "42501": "the role lacks a right on the store's tables or schema"
        case "42P01": "a table of the store is missing"
        case "53100": "the server's disk is full"
        case "53200": "the server is out of memory"
        case "53300": "the server has no connection left"
        case "54000": "a key is too long to be indexed"
        case "55P03": "a lock was not free in time"
        case "57014": "the statement took longer than statement_timeout, or was cancelled"
        case "57P01", "57P02": "the server is shutting down"
        case "57P03": "the server is starting, or shutting down"
        case let state?:
            switch state.prefix(2) {
            case "08": "the connection was lost"
            case "23": "a constraint refused the row"
            default: "the statement was refused"
            }
        }
    }
}
