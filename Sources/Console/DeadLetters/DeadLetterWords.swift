import CalendarSync

/// Why an input could not be handled, and what to do about it.
enum DeadLetterWords {
    /// - Parameter reason: one of a newer version stands as it is.
    static func title(_ reason: String) -> String { Rejection.Reason(rawValue: reason).map(title) ?? reason }

    static func title(_ reason: Rejection.Reason) -> String {
        switch reason {
        case .nullValue: "It has no value"
        case .tooLarge: "It is too large"
        case .invalidUTF8: "It is not UTF-8"
        case .notJSON: "It is not JSON"
        case .missingField: "A field is missing"
        case .wrongType: "A field is of the wrong type"
        case .invalidValue: "A value cannot be read"
        case .unknownTimeZone: "The time zone is unknown"
        case .unknownType: "The type of record is unknown"
        case .unknownAction: "The action is unknown"
        case .refused: "Google or Kartra refused it for good"
        case .unstorable: "The store cannot hold it"
        }
    }

    /// What to do next.
    static func advice(_ reason: String) -> String {
        guard let reason = Rejection.Reason(rawValue: reason) else {
            return "This reason is told by a newer version: look there."
        }
        return switch reason {
        case .nullValue, .tooLarge, .invalidUTF8, .notJSON:
            "Whatever wrote it sent no record of ours: correct the sender, and discard this."
        case .missingField, .wrongType, .invalidValue:
            "Correct the sender. Where the booking matters, have it sent again as it should be, and discard this; replay it "
                + "only where this version reads what an earlier one could not."
        case .unstorable:
            "It holds an id or a text that the database has no room or no character for: what was wrong is told below. "
                + "Correct the sender, have the booking sent again, and discard this."
        case .unknownTimeZone:
            "Correct the zone at the sender, or name one in the address that Kartra pings, have the booking sent again, "
                + "and discard this. Replay it where the zone has become known since."
        case .unknownType, .unknownAction:
            "Replay it once a version runs that knows it; discard it where nobody needs it."
        case .refused:
            "What was refused is told below. Put it right, such as a calendar that takes no events, and replay this."
        }
    }
}
