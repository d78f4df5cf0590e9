/// Typed reading of query parameters with Google's refusals.
struct QueryReader {
    private let query: FormParameters

    init(_ query: FormParameters) {
        self.query = query
    }

    func flag(_ name: String) throws(GoogleError) -> Bool {
        switch query[name]?.lowercased() {
        case nil, "false": return false
        case "true": return true
        case .some: throw .invalid("Invalid value for: \(name)", location: name)
        }
    }

    /// At least 1; more than the maximum counts as the maximum.
    func count(_ name: String, default usual: Int, maximum: Int) throws(GoogleError) -> Int {
        try optionalCount(name).map { min($0, maximum) } ?? usual
    }

    func optionalCount(_ name: String) throws(GoogleError) -> Int? {
        guard let text = query[name] else { return nil }
        guard let number = Digits.parse(text), number >= 1 else {
            throw .invalid("Invalid value for: \(name)", location: name)
        }
        return number
    }

    /// RFC 3339 with a mandatory offset.
    func instant(_ name: String) throws(GoogleError) -> Int? {
        guard let text = query[name] else { return nil }
        guard let instant = RFC3339.instant(text) else { throw .invalid("Bad Request", location: name) }
        return instant
    }

    func zone(_ name: String) throws(GoogleError) -> Zone? {
        guard let text = query[name] else { return nil }
        guard let zone = Zone(text) else { throw .invalid("Invalid value for: \(name)", location: name) }
        return zone
    }
}
