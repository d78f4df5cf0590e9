public import Foundation

/// Which Google events block a class. An event blocks when Google's own `freeBusy` calls it busy; tentative and all-day
/// events are the link's choice.
public struct BusyPolicy: Sendable {
    private let classKey: ClassKey
    private let options: LinkOptions
    private let timeZone: TimeZone
    private let keys: SecretKeys

    /// - Parameter timeZone: the calendar's; all-day events are days of this zone.
    public init(link: ClassLink, timeZone: TimeZone, keys: SecretKeys) {
        self.classKey = link.classKey
        self.options = link.options
        self.timeZone = timeZone
        self.keys = keys
    }

    public func verdict(on event: SourceEvent) -> BusyVerdict {
        if event.status == .cancelled { return .free(.cancelled) }
        if event.isTransparent { return .free(.transparent) }
        if event.response == .declined { return .free(.declined) }
        switch event.kind {
        case .workingLocation: return .free(.workingLocation)
        case .birthday: return .free(.birthday)
        case .standard, .outOfOffice, .focusTime, .fromGmail: break
        }
        if options.tentative == .ignore, event.status == .tentative || event.response == .tentative {
            return .free(.tentative)
        }
        if isOwnMirror(event) { return .free(.ownMirror) }
        guard let interval = interval(of: event) else { return .free(.noTimes) }
        if interval.allDay, options.allDay == .ignore { return .free(.allDay) }
        return interval.endsAt > interval.startsAt ? .blocks(interval) : .free(.noLength)
    }

    /// A mirror of another class in the same calendar does block this one.
    private func isOwnMirror(_ event: SourceEvent) -> Bool {
        guard let text = event.marker, let marker = MirrorMarker(text, eventId: event.id, keys: keys) else {
            return false
        }
        return marker.identity.classKey == classKey
    }

    /// When it is, whether it blocks or not; nil where Google sent no times, or ones that cannot be read.
    public func interval(of event: SourceEvent) -> BusyInterval? {
        guard let start = event.start, let end = event.end, let startsAt = instant(start), let endsAt = instant(end)
        else { return nil }
        let allDay = if case .day = start { true } else { false }
        return BusyInterval(startsAt: startsAt, endsAt: endsAt, allDay: allDay)
    }

    private func instant(_ time: SourceEvent.Time) -> Date? {
        switch time {
        case .instant(let date): date
        case .day(let day): LocalDateTime(midnightOf: day).map { timeZone.instant(of: $0).instant }
        }
    }
}
