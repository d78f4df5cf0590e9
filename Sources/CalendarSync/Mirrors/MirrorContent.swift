public import Foundation

/// What a mirror event says. Times are instants; `timeZone` is the zone in which Google shows them.
public struct MirrorContent: Hashable, Sendable {
    public let title: String
    /// HTML, as Google's descriptions are; nil: none.
    public let description: String?
    public let startsAt: Date
    public let endsAt: Date
    public let timeZone: String
    public let reminders: [LinkOptions.Reminder]?

    /// Google accepts more, its apps show less; a lead's name is never that long.
    static let longestTitle = 1_024

    public init(session: Session, booking: Booking, options: LinkOptions) {
        startsAt = session.startsAt
        endsAt = session.endsAt
        timeZone = booking.timeZone
        reminders = options.reminders
        switch options.privacy {
        case .full:
            title = String(TitleTemplate(options.title).render(booking).prefix(Self.longestTitle))
            description = Self.contact(of: booking)
        case .class:
            title = String(booking.className.prefix(Self.longestTitle))
            description = nil
        case .busy:
            title = "Busy"
            description = nil
        }
    }

    /// Equal for equal content. Kept in the event's marker, so that an unchanged event is recognised without reading its title.
    public var hash: String {
        let reminders = reminders.map { list in
            list.map { "\($0.method.rawValue):\($0.minutes)" }.joined(separator: ",")
        }
        return Digest.text(
            [title, description ?? "", startsAt.rfc3339, endsAt.rfc3339, timeZone, reminders ?? "default"], length: 26)
    }

    private static func contact(of booking: Booking) -> String {
        let lead = booking.lead
        let lines = [lead.fullName, lead.email, lead.phone, "\(booking.calendarName) · \(booking.className)"]
        return lines.filter { !$0.isEmpty }.map(escapeHTML).joined(separator: "<br>")
    }

    /// Scalar by scalar: as characters, a "<" with a combining mark is not a "<".
    private static func escapeHTML(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
