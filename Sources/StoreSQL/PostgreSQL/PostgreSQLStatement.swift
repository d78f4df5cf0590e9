import CPostgres

/// A statement that one connection keeps prepared.
struct PostgreSQLStatement {
    let name: String
    let columns: [String]
    let types: [Oid]

    /// `?` outside of quotes as `$1`, `$2`, …
    static func numbered(_ sql: String) -> String {
        var text = ""
        var quote: Character?
        var count = 0
        for character in sql {
            switch (quote, character) {
            case (nil, "?"):
                count += 1
                text += "$\(count)"
                continue
            case (nil, "'"), (nil, "\""): quote = character
            // A doubled quote ends one literal and begins the next, which comes to the same.
            case (let open?, character) where open == character: quote = nil
            default: break
            }
            text.append(character)
        }
        return text
    }
}
