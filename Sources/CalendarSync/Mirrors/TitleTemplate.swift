import Foundation

/// The title of a mirror event with `{{names}}` in it: plain text, not HTML.
public struct TitleTemplate: Hashable, Sendable {
    private static let names: [BookingTemplate.Name] = [
        .className, .calendarName, .leadName, .leadFirstName, .hostName,
    ]

    private let text: String

    public init(_ text: String) {
        self.text = text
    }

    /// What is wrong with the template, for the person who wrote it; nil: nothing.
    public var problem: String? {
        if text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty { return "must not be empty" }
        if text.count > 200 { return "must not be longer than 200 characters" }
        return template.problem
    }

    public func render(_ booking: Booking) -> String { template.render(booking) }

    private var template: BookingTemplate { BookingTemplate(text, names: Self.names) }
}
