import CalendarSync
import GRDB

extension StoreError {
    /// SQLite's messages name tables and columns, never a value; GRDB's description could quote the arguments.
    init(_ error: DatabaseError) {
        let text = "SQLite error \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
        self = error.resultCode == .SQLITE_TOOBIG ? .unstorable(text) : .unavailable(text)
    }

    /// What of an error may be shown.
    static func text(_ error: any Error) -> String {
        switch error {
        case let error as DatabaseError: text(StoreError(error))
        case StoreError.unavailable(let text), StoreError.unstorable(let text): text
        default: "unexpected error of type \(type(of: error))"
        }
    }
}
