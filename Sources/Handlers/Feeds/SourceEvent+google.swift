import CalendarSync
import Foundation
import GoogleCalendar

extension SourceEvent {
    /// What of a Google event decides whether it blocks. Nil for an item without an id, which Google does not send.
    init?(_ event: GoogleEvent, series: String? = nil) {
        guard let id = event.id else { return nil }
        self.init(
            id: id, seriesId: series ?? event.recurringEventId ?? id,
            status: Status(event.status), start: event.start.flatMap(Time.init), end: event.end.flatMap(Time.init),
            isTransparent: event.transparency == .transparent, kind: Kind(rawValue: event.eventType ?? "") ?? .standard,
            response: event.attendees.first { $0.isSelf }.flatMap { Response(rawValue: $0.responseStatus ?? "") },
            marker: event.extendedPrivate[MirrorMarker.propertyName])
    }
}

extension SourceEvent.Status {
    fileprivate init(_ status: GoogleEvent.Status) {
        switch status {
        case .cancelled: self = .cancelled
        case .tentative: self = .tentative
        case .confirmed, .other: self = .confirmed
        }
    }
}

extension SourceEvent.Time {
    fileprivate init?(_ time: GoogleEventTime) {
        if let day = time.date {
            self = .day(day)
        } else if let text = time.dateTime, let instant = Date(rfc3339: text) {
            self = .instant(instant)
        } else {
            return nil
        }
    }
}
