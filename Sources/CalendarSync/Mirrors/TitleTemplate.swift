import Foundation

/// The title of a mirror event with `{{names}}` in it. Only these names, no logic: it is plain text, not HTML.
public struct TitleTemplate: Hashable, Sendable {
    private let text: String

    public init(_ text: String) {
        self.text = text
    }

    /// What is wrong with the template, for the person who wrote it; nil: nothing.
    public var problem: String? {
        if text.trimmingCharacters(in: .whitespaces).isEmpty { return "must not be empty" }
        if text.count > 200 { return "must not be longer than 200 characters" }
        let rest = Name.allCases.reduce(text) { $0.replacingOccurrences(of: $1.placeholder, with: "") }
        guard rest.contains("{{") || rest.contains("}}") else { return nil }
        return "knows only " + Name.allCases.map(\.placeholder).joined(separator: ", ")
    }

    public func render(_ booking: Booking) -> String {
        // Split rather than replaced one after another, so that a lead called "{{hostName}}" stays that.
        var result = ""
        var rest = text[...]
        while let open = rest.range(of: "{{"), let close = rest.range(of: "}}", range: open.upperBound..<rest.endIndex)
        {
            result += rest[..<open.lowerBound]
            result += Name(rawValue: String(rest[open.upperBound..<close.lowerBound]))?.value(in: booking) ?? ""
            rest = rest[close.upperBound...]
        }
        return (result + rest).trimmingCharacters(in: .whitespaces)
    }

    private enum Name: String, CaseIterable {
        case className, calendarName, leadName, leadFirstName, hostName

        var placeholder: String { "{{\(rawValue)}}" }

        func value(in booking: Booking) -> String {
            switch self {
            case .className: booking.className
            case .calendarName: booking.calendarName
            case .leadName: booking.lead.fullName
            case .leadFirstName: booking.lead.firstName
            case .hostName: booking.hosts.first?.fullName ?? ""
            }
        }
    }
}
