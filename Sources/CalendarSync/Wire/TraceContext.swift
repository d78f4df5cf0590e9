public import Records

/// Ties what is done to what caused it: the `traceparent` of W3C Trace Context, carried from an input's headers to every
/// record and log line that comes of it. https://www.w3.org/TR/trace-context/
public struct TraceContext: Hashable, Sendable {
    public static let header = "traceparent"

    /// Of the input that is being handled.
    @TaskLocal public static var current: TraceContext?

    /// `00-` trace id `-` parent id `-` flags, as it came.
    public let header: String

    /// 32 hexadecimal digits, the same from the first ping to its last effect.
    public var traceId: String { String(header.dropFirst(3).prefix(32)) }

    /// Nil where the header is not of version 00, or of zeros, which mean nothing.
    public init?(header: String) {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "00", parts.map(\.utf8.count) == [2, 32, 16, 2],
            header.utf8.allSatisfy({ Self.digits.contains($0) || $0 == UInt8(ascii: "-") }),
            !parts[1].allSatisfy({ $0 == "0" }), !parts[2].allSatisfy({ $0 == "0" })
        else { return nil }
        self.header = header
    }

    /// The same context for the same parts, so that what is delivered again keeps its own.
    public init(of parts: [String]) {
        let digits = Digest.sha256(["trace"] + parts).flatMap {
            [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]]
        }
        let text = String(decoding: digits, as: UTF8.self)
        header = "00-\(text.prefix(32))-\(text.dropFirst(32).prefix(16))-01"
    }

    /// Of an input: the one it came with, else one that follows from its place.
    public init(of record: ConsumedRecord) {
        self =
            record.headers[Self.header].flatMap { TraceContext(header: $0) }
            ?? TraceContext(of: [record.position.description])
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
