import Foundation

/// The title of a mirror event with `{{names}}` in it. Only these names, no logic: it is plain text, not HTML.
public struct TitleTemplate: Hashable, Sendable {
    private let text: String

    public init(_ text: String) {
        self.text = text
    }

    /// What is wrong with the template, for the person who wrote it; nil: nothing.
    public var problem: String? {
        if text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty { return "must not be empty" }
        if text.count > 200 { return "must not be longer than 200 characters" }
        let isUnderstood = pieces.allSatisfy { piece in
            switch piece {
            case .text(let text): !text.contains("{{") && !text.contains("}}")
            case .name(let name): Name(rawValue: name) != nil
            }
        }
        return isUnderstood ? nil : "knows only " + Name.allCases.map { "{{\($0.rawValue)}}" }.joined(separator: ", ")
    }

    public func render(_ booking: Booking) -> String {
        var edges = CharacterSet.whitespacesAndNewlines
        let parts = pieces.map { piece in
            switch piece {
            case .text(let text): return text
            case .name(let name):
                let value = Name(rawValue: name)?.value(in: booking) ?? ""
                // Where a name is missing, what would have parted it from the rest is left over.
                if value.isEmpty { edges.insert(charactersIn: "—–-:·|,") }
                return value
            }
        }
        return parts.joined().trimmingCharacters(in: edges)
    }

    private enum Piece {
        case text(String)
        case name(String)
    }

    /// Split rather than replaced one after another, so that a lead called "{{hostName}}" stays that.
    private var pieces: [Piece] {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.range(of: "{{", options: .literal),
            let close = rest.range(of: "}}", options: .literal, range: open.upperBound..<rest.endIndex)
        {
            pieces.append(.text(String(rest[..<open.lowerBound])))
            pieces.append(.name(String(rest[open.upperBound..<close.lowerBound])))
            rest = rest[close.upperBound...]
        }
        return pieces + [.text(String(rest))]
    }

    private enum Name: String, CaseIterable {
        case className, calendarName, leadName, leadFirstName, hostName

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
