import Foundation

/// Google's date-times: an offset, and a fraction of a second or none.
enum RFC3339 {
    static func parse(_ text: String) -> Date? {
        let style = Date.ISO8601FormatStyle()
        return (try? style.parse(text))
            ?? (try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text))
    }

    /// In UTC, whole seconds: Google ignores the rest.
    static func format(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle())
    }
}
