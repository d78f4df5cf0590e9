import CalendarSync
import Foundation
import GoogleCalendar

/// The mirrors of a class that Google itself has, told by id and marker: they are found with no store.
struct MarkedMirrors: Sendable {
    struct Found: Sendable {
        let mirror: MirrorEvent
        let etag: String?
    }

    let account: CalendarAccount
    let keys: SecretKeys

    /// Those that begin after `time`. No title is asked for.
    func list(of link: ClassLink, after time: Date) async throws -> [Found] {
        var found: [Found] = []
        var query = EventListQuery.all(timeMin: time)
        while true {
            let page = try await account.calendar.listEvents(link.googleCalendarId, query, as: account.tokens)
            found += page.items.compactMap { self.mirror($0, of: link) }.filter { $0.mirror.startsAt > time }
            guard let next = page.nextPageToken else { return found }
            query = query.page(next)
        }
    }

    /// - Returns: whether it was there and as it was found.
    func delete(_ found: Found) async throws -> Bool {
        let mirror = found.mirror
        do {
            try await account.calendar.deleteEvent(
                mirror.googleCalendarId, mirror.eventId, ifMatch: found.etag, as: account.tokens)
            return true
        } catch let error as GoogleError {
            switch error {
            case .notFound, .deleted: return false
            default: throw error
            }
        }
    }

    private func mirror(_ event: GoogleEvent, of link: ClassLink) -> Found? {
        guard event.status != .cancelled,
            let text = event.extendedPrivate[MirrorMarker.propertyName],
            let marker = MirrorMarker(text, eventId: event.id, keys: keys), marker.identity.classKey == link.classKey
        else { return nil }
        return Found(
            mirror: MirrorEvent(
                identity: marker.identity, integrationId: link.integrationId, googleCalendarId: link.googleCalendarId,
                // Its host may have made whole days of it.
                startsAt: event.start?.instant ?? marker.identity.firstStartsAt, contentHash: ""),
            etag: event.etag)
    }
}
