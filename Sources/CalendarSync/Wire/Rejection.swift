/// Why an input can never be handled, and which field of it is to blame. Nothing in it quotes a lead, host or title.
public struct Rejection: Error, Hashable, Sendable {
    public enum Reason: String, CaseIterable, Sendable {
        case nullValue = "null_value"
        case tooLarge = "too_large"
        case invalidUTF8 = "invalid_utf8"
        case notJSON = "not_json"
        case missingField = "missing_field"
        case wrongType = "wrong_type"
        case invalidValue = "invalid_value"
        case unknownTimeZone = "unknown_time_zone"
        case unknownType = "unknown_type"
        case unknownAction = "unknown_action"
        /// A remote system refused it for good.
        case refused
        /// The store can never hold a value of it.
        case unstorable
    }

    public let reason: Reason
    /// The path as it stands in the input, such as `sessions[0].startsAt`; nil: the record as a whole.
    public let field: String?
    /// For people; may quote a machine value such as a zone, a status or a number.
    public let detail: String

    public init(_ reason: Reason, field: String? = nil, detail: String) {
        self.reason = reason
        self.field = field.map(Self.short)
        self.detail = Self.short(detail)
    }

    /// - Parameter reason: as `StoreError.unstorable` tells it. Which field it was, the store does not know.
    public static func unstorable(_ reason: String) -> Rejection { Rejection(.unstorable, detail: reason) }

    /// What is quoted came from outside, and both end up in headers.
    private static func short(_ text: String) -> String {
        String(text.unicodeScalars.prefix(200))
    }
}
