/// Where a mirror event takes place, with `{{names}}` in it: plain text. It knows no lead, so that it may be shown where
/// privacy keeps the lead's name out.
public struct LocationTemplate: Hashable, Sendable {
    private static let names: [BookingTemplate.Name] = [
        .className, .calendarName, .hostName, .calendarId, .classId, .subscriptionId,
    ]

    private let text: String

    /// - Parameter text: empty: no place.
    public init(_ text: String) {
        self.text = text
    }

    /// What is wrong with the template, for the person who wrote it; nil: nothing.
    public var problem: String? {
        text.count > 500 ? "must not be longer than 500 characters" : template.problem
    }

    public func render(_ booking: Booking) -> String { template.render(booking) }

    private var template: BookingTemplate { BookingTemplate(text, names: Self.names) }
}
