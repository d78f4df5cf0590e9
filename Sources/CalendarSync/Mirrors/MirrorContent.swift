public import Foundation

/// What a mirror event says. Times are instants; `timeZone` is the zone in which Google shows them.
public struct MirrorContent: Hashable, Sendable {
    /// Plain text.
    public let title: String
    /// HTML, as Google's descriptions are; nil: none.
    public let description: String?
    /// Plain text; nil: none.
    public let location: String?
    public let startsAt: Date
    public let endsAt: Date
    public let timeZone: String
    public let visibility: LinkOptions.Visibility
    /// Google's number of a colour; nil: the calendar's own.
    public let colorId: String?
    public let reminders: [LinkOptions.Reminder]?

    /// Google accepts more, its apps show less; a lead's name is never that long.
    static let longestLine = 1_024
    /// What Google keeps of a description.
    static let longestDescription = 8_192

    public init(session: Session, booking: Booking, options: LinkOptions) {
        startsAt = session.startsAt
        endsAt = session.endsAt
        timeZone = booking.timeZone
        visibility = options.visibility
        colorId = options.colorId
        reminders = options.reminders
        let title =
            switch options.privacy {
            case .full: TitleTemplate(options.title).render(booking)
            case .class: booking.className
            case .busy: "Busy"
            }
        self.title = EventText.line(title, longest: Self.longestLine)
        switch options.privacy {
        case .full: description = Self.description(of: booking, linkBack: LinkBackTemplate(options.linkBack))
        case .class, .busy: description = nil
        }
        switch options.privacy {
        case .full, .class:
            let place = EventText.line(LocationTemplate(options.location).render(booking), longest: Self.longestLine)
            location = place.isEmpty ? nil : place
        case .busy: location = nil
        }
    }

    /// Equal for equal content. Kept in the event's marker, so that an unchanged event is recognised without reading its title.
    public var hash: String {
        let reminders = reminders.map { list in
            list.map { "\($0.method.rawValue):\($0.minutes)" }.joined(separator: ",")
        }
        return Digest.text(
            [
                title, description ?? "", location ?? "", startsAt.rfc3339, endsAt.rfc3339, timeZone,
                visibility.rawValue, colorId ?? "", reminders ?? "default",
            ], length: 26)
    }

    /// The lead's contact, the class, and the way back to Kartra, which is kept whole however long the names are.
    private static func description(of booking: Booking, linkBack: LinkBackTemplate) -> String {
        let lead = booking.lead
        let lineBreak = "<br>"
        let link = linkBack.render(booking).map { url in
            lineBreak + "<a href=\"\(EventText.html(url, longest: .max))\">Open in Kartra</a>"
        }
        var room = longestDescription - (link?.utf16.count ?? 0)
        var lines: [String] = []
        for text in [lead.fullName, lead.email, lead.phone, "\(booking.calendarName) · \(booking.className)"]
        where !text.isEmpty {
            if !lines.isEmpty { room -= lineBreak.utf16.count }
            let line = EventText.html(text, longest: max(0, room))
            if line.isEmpty { break }
            room -= line.utf16.count
            lines.append(line)
        }
        return lines.joined(separator: lineBreak) + (link ?? "")
    }
}
