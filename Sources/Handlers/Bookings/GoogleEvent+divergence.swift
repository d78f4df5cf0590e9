import CalendarSync
import Foundation
import GoogleCalendar

extension GoogleEvent {
    /// How a live event of ours differs from the times it was written with; nil: not at all.
    func divergence(from marker: MirrorMarker) -> MirrorDivergence? {
        guard recurrence.isEmpty, let startsAt = start?.instant, let endsAt = end?.instant, startsAt <= endsAt else {
            return .moved(to: nil)
        }
        let times = DateInterval(start: startsAt, end: endsAt)
        return times == marker.times ? nil : .moved(to: times)
    }
}
