import CalendarSync
import Foundation
import GoogleCalendar

extension GoogleEventDraft {
    /// Opaque, without guests, and complete: PUT drops what is not sent.
    init(_ identity: MirrorIdentity, _ content: MirrorContent, keys: SecretKeys) {
        self.init(
            id: identity.eventId, summary: content.title,
            start: .moment(content.startsAt, timeZone: content.timeZone),
            end: .moment(content.endsAt, timeZone: content.timeZone))
        description = content.description
        location = content.location
        colorID = content.colorId
        visibility =
            switch content.visibility {
            case .default: .default
            case .public: .public
            case .private: .private
            }
        if let reminders = content.reminders {
            self.reminders = .only(
                reminders.map { reminder in
                    switch reminder.method {
                    case .popup: EventReminders.Override(method: .popup, minutes: reminder.minutes)
                    case .email: EventReminders.Override(method: .email, minutes: reminder.minutes)
                    }
                })
        }
        let marker = MirrorMarker(
            identity: identity, contentHash: content.hash,
            times: DateInterval(start: content.startsAt, end: max(content.startsAt, content.endsAt)))
        extendedPrivate = [MirrorMarker.propertyName: marker.text(signedBy: keys)]
    }
}
