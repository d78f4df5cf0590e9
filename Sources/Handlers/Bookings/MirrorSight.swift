import CalendarSync
import GoogleCalendar

/// What stands in Google under the id of a mirror event. Titles are not asked for: our own content is compared by the hash
/// in its marker.
enum MirrorSight: Sendable {
    /// An event of ours that stands.
    /// - divergence: what the host has made of it since it was written.
    case ours(contentHash: String, divergence: MirrorDivergence?, etag: String?)
    case tombstone(etag: String?)
    /// No marker of ours, or nothing that Google still shows: the id stays taken.
    case stranger

    /// - Throws: `GoogleError`, except where it says that there is no event.
    init(_ mirror: MirrorEvent, in account: CalendarAccount, keys: SecretKeys) async throws {
        do {
            let event = try await account.calendar.getEvent(
                mirror.googleCalendarId, mirror.eventId, as: account.tokens)
            // Google need not keep more than the id of a deleted event, and nobody else would choose ours.
            if event.status == .cancelled {
                self = .tombstone(etag: event.etag)
            } else if let text = event.extendedPrivate[MirrorMarker.propertyName],
                let marker = MirrorMarker(text, eventId: mirror.eventId, keys: keys)
            {
                self = .ours(
                    contentHash: marker.contentHash, divergence: event.divergence(from: marker), etag: event.etag)
            } else {
                self = .stranger
            }
        } catch let error as GoogleError {
            switch error {
            case .notFound, .deleted: self = .stranger
            default: throw error
            }
        }
    }

    /// For an event that has been written; nil: it stands as it was.
    var divergence: MirrorDivergence? {
        switch self {
        case .ours(_, let divergence, _): divergence
        case .tombstone, .stranger: .deleted
        }
    }

    /// The state that was seen.
    var etag: String? {
        switch self {
        case .ours(_, _, let etag), .tombstone(let etag): etag
        case .stranger: nil
        }
    }
}
