public import Foundation

/// Which Google events block a class. An event blocks when Google's own `freeBusy` calls it busy; tentative and all-day
/// events and Kartra's own copies are the link's choice.
public struct BusyPolicy: Sendable {
    private let classKey: ClassKey?
    private let options: LinkOptions
    private let booked: Set<DateInterval>
    private let timeZone: TimeZone
    private let keys: SecretKeys

    /// - Parameters:
    ///   - timeZone: the calendar's; all-day events are days of this zone.
    ///   - booked: the sessions booked in the class, looked at where the link lets Kartra's own copies pass.
    public init(link: ClassLink, timeZone: TimeZone, booked: Set<DateInterval> = [], keys: SecretKeys) {
        self.classKey = link.classKey
        self.options = link.options
        self.booked = booked
        self.timeZone = timeZone
        self.keys = keys
    }

    /// What Google itself calls busy: no class's mirrors are set apart, and nobody has chosen anything.
    public init(googleIn timeZone: TimeZone, keys: SecretKeys) {
        classKey = nil
        options = LinkOptions()
        booked = []
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
        guard let interval = interval(of: event) else { return .free(.noTimes) }
        if isOwnMirror(event, interval) { return .free(.ownMirror) }
        guard interval.endsAt > interval.startsAt else { return .free(.noLength) }
        if options.tentative == .ignore, event.status == .tentative || event.response == .tentative {
            return .free(.tentative)
        }
        if options.allDay == .ignore, interval.allDay { return .free(.allDay) }
        if options.nativeCopies == .ignore,
            booked.contains(DateInterval(start: interval.startsAt, end: interval.endsAt))
        {
            return .free(.nativeCopy)
        }
        return .blocks(interval)
    }

    /// A mirror of another class in the same calendar does block this one. So does the class's own where the host has moved
    /// it away from its booking: Kartra knows of the booking's time only.
    private func isOwnMirror(_ event: SourceEvent, _ interval: BusyInterval) -> Bool {
        guard let classKey, let text = event.marker,
            let marker = MirrorMarker(text, eventId: event.id, keys: keys)
        else { return false }
        return marker.identity.classKey == classKey && marker.times.start <= interval.startsAt
            && interval.endsAt <= marker.times.end
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
