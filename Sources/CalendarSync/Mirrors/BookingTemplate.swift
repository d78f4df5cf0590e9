import Foundation

/// Text with `{{names}}` of a booking in it, and no logic.
struct BookingTemplate: Hashable, Sendable {
    enum Name: String, CaseIterable, Sendable {
        case className, calendarName, leadName, leadFirstName, hostName
        case accountId, calendarId, classId, subscriptionId, leadId

        func value(in booking: Booking) -> String {
            switch self {
            case .className: booking.className
            case .calendarName: booking.calendarName
            case .leadName: booking.lead.fullName
            case .leadFirstName: booking.lead.firstName
            case .hostName: booking.hosts.first?.fullName ?? ""
            case .accountId: booking.accountId
            case .calendarId: booking.calendarId
            case .classId: booking.classId
            case .subscriptionId: booking.subscriptionId
            case .leadId: booking.lead.id
            }
        }
    }

    private enum Piece: Hashable {
        case text(String)
        case name(String)
    }

    private let pieces: [Piece]
    private let names: [Name]

    init(_ text: String, names: [Name]) {
        pieces = Self.pieces(of: text)
        self.names = names
    }

    /// What is wrong with it, for the person who wrote it; nil: nothing.
    var problem: String? {
        let isUnderstood = pieces.allSatisfy { piece in
            switch piece {
            case .text(let text): !text.contains("{{") && !text.contains("}}")
            case .name(let name): names.contains { $0.rawValue == name }
            }
        }
        return isUnderstood ? nil : "knows only " + names.map { "{{\($0.rawValue)}}" }.joined(separator: ", ")
    }

    /// - Parameter value: what stands for a name.
    func render(_ value: (Name) -> String) -> String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .name(let name): names.first { $0.rawValue == name }.map(value) ?? ""
            }
        }.joined()
    }

    /// With the names' values in a booking. Where one is missing, what would have parted it from the rest is left out at
    /// both ends.
    func render(_ booking: Booking) -> String {
        var edges = CharacterSet.whitespacesAndNewlines
        let text = render { name in
            let value = name.value(in: booking)
            if value.isEmpty { edges.insert(charactersIn: "—–-:·|,") }
            return value
        }
        return text.trimmingCharacters(in: edges)
    }

    /// Split rather than replaced one after another, so that a lead called "{{hostName}}" stays that.
    private static func pieces(of text: String) -> [Piece] {
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
}
