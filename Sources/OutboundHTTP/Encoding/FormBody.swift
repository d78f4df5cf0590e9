/// An `application/x-www-form-urlencoded` body.
public struct FormBody: Sendable, ExpressibleByDictionaryLiteral {
    public static let contentType = "application/x-www-form-urlencoded"

    private var fields = URLQuery()

    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { append(name, value) }
    }

    /// A missing value leaves the whole field out.
    public mutating func append(_ name: String, _ value: String?) {
        fields.append(name, value)
    }

    public var bytes: [UInt8] { Array(fields.encoded.utf8) }
}
