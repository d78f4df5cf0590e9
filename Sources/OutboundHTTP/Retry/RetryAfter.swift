public import Foundation

/// The `Retry-After` header (RFC 9110 §10.2.3): seconds, or the date from which the server expects us back.
public enum RetryAfter {
    /// The wait from `now`, between zero and `limit`; `nil` when the header is absent or says neither.
    public static func delay(in headers: OutboundHeaders, now: Date, limit: Duration = .seconds(3600)) -> Duration? {
        headers["Retry-After"].flatMap { delay($0, now: now, limit: limit) }
    }

    static func delay(_ value: String, now: Date, limit: Duration) -> Duration? {
        if !value.isEmpty, value.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            // More digits than fit are a long wait all the same.
            return min(.seconds(Int32(value) ?? .max), limit)
        }
        guard let date = HTTPDate.parse(value) else { return nil }
        let seconds = date.timeIntervalSince(now)
        guard seconds < Double(Int32.max) else { return limit }
        return min(.seconds(max(0, seconds)), limit)
    }
}
