import CalendarSync

extension ConsoleError {
    /// What `read` returns; what it refuses is refused by the name of the field.
    static func naming<Value>(_ read: () throws(Rejection) -> Value) throws -> Value {
        do {
            return try read()
        } catch {
            guard let field = error.field, !field.isEmpty else {
                throw ConsoleError.notJSON(detail: "the body is not a JSON object")
            }
            throw ConsoleError.invalid(field: field, detail: error.detail)
        }
    }
}
