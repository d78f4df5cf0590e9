public import CalendarSync
import Foundation

extension SourceEvent {
    /// What of a Google event decides whether it blocks.
    /// - Parameter series: the series it was expanded from.
    public init(_ event: GoogleEvent, series: String? = nil) {
        self.init(
            id: event.id, seriesId: series ?? event.recurringEventID ?? event.id, status: Status(event.status),
            start: event.start.flatMap(Time.init), end: event.end.flatMap(Time.init),
            isTransparent: event.transparency == .transparent,
            kind: Kind(rawValue: event.eventType.name) ?? .standard,
            response: event.ownResponse.flatMap { Response(rawValue: $0.name) },
            marker: event.extendedPrivate[MirrorMarker.propertyName])
    }
}

extension SourceEvent.Status {
    fileprivate init(_ status: EventStatus) {
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
        } else if let instant = time.instant {
            self = .instant(instant)
        } else {
            return nil
        }
    }
}
