import CalendarSync
import Foundation

/// Which open letters something is to be done with.
struct DeadLetterSelection: Sendable {
    /// Empty: all that the filter lets through.
    var names: [DeadLetterName] = []
    var filter = DeadLetterFilter()

    /// - Throws: `ConsoleError.invalid`
    init(_ value: (String) -> String?) throws {
        if let text = value("letter") {
            guard let name = DeadLetterName(text) else { throw ConsoleError.unknownLetter }
            names = [name]
        }
        filter = try DeadLetterFilter(value)
    }

    init(names: [DeadLetterName], filter: DeadLetterFilter) {
        self.names = names
        self.filter = filter
    }
}

extension DeadLetterFilter {
    /// As an address or a form gives it.
    /// - Parameter value: of a field; an empty one means any.
    /// - Throws: `ConsoleError.invalid`
    init(_ value: (String) -> String?) throws {
        func text(_ name: String) -> String? {
            let text = value(name)?.trimmingCharacters(in: .whitespacesAndNewlines)
            return text?.isEmpty == false ? text : nil
        }
        func time(_ name: String) throws -> Date? {
            guard let text = text(name) else { return nil }
            guard let time = Self.time(text) else {
                throw ConsoleError.invalid(
                    field: name, detail: "is a date such as 2026-12-01 or a time such as 2026-12-01T08:00:00Z")
            }
            return time
        }
        self.init(
            reason: text("reason"), account: text("accountId"), classId: text("classId"), from: try time("since"),
            to: try time("until"))
    }

    /// What `init(_:)` reads, by field.
    var fields: [(name: String, value: String)] {
        [
            ("reason", reason), ("accountId", account), ("classId", classId), ("since", from?.rfc3339),
            ("until", to?.rfc3339),
        ].compactMap { field in field.1.map { (field.0, $0) } }
    }
}
