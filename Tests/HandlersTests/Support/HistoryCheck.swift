import CalendarSync
import Foundation
import Handlers

/// Compares what stands at the end of a history with what its newest states want.
struct HistoryCheck: Sendable {
    let world: HandlersWorld
    let history: BookingHistory
    var hasCopies = false

    private struct Live: Sendable {
        let calendar: String
        let event: SandboxCalls.Event
        let identity: MirrorIdentity

        var text: String { "\(calendar) \(Self.utc(event.start)) \(Self.utc(event.end)) \(event.timeZone)" }
        var place: String { "\(calendar) \(event.id)" }

        private static func utc(_ text: String) -> String { Date(rfc3339: text)?.rfc3339 ?? text }
    }

    /// What is wrong; empty: nothing.
    func problems() async throws -> [String] {
        var problems: [String] = []
        var live: [Live] = []
        for calendar in history.calendars {
            for event in try await world.sandbox.live(calendar) {
                guard let text = event.marker else { continue }
                guard let marker = MirrorMarker(text, eventId: event.id, keys: world.keys) else {
                    // A copy that the host made, if there is one.
                    if !hasCopies { problems.append("an event of ours with another's marker") }
                    continue
                }
                live.append(Live(calendar: calendar, event: event, identity: marker.identity))
            }
        }
        for (booking, _) in history.newest {
            problems += try await mismatches(
                booking, live.filter { $0.identity.subscriptionId == booking.subscriptionId })
        }
        return problems
    }

    /// When the event of a session is to take place; nil: it is to be gone.
    private func times(_ content: MirrorContent, _ mirror: MirrorEvent?) -> DateInterval? {
        let booked = DateInterval(start: content.startsAt, end: content.endsAt)
        if history.hostEdits == .restore { return booked }
        return switch mirror?.divergence {
        case .deleted: nil
        case .moved(let times): times
        case nil: booked
        }
    }

    private func mismatches(_ booking: Booking, _ live: [Live]) async throws -> [String] {
        let state = try await world.store.booking(
            accountId: booking.accountId, subscriptionId: booking.subscriptionId)
        // What the host has deleted is remembered, and stands no more.
        let mirrors = (state?.mirrors ?? []).filter { $0.divergence != .deleted }
            .map { "\($0.googleCalendarId) \($0.eventId)" }.sorted()
        let places = live.map(\.place).sorted()
        if booking.status == .completed {
            // What had been brought about by then stays; which states those were, the order of arrival decided.
            return places.allSatisfy(mirrors.contains) ? [] : ["completed: live \(places), remembered \(mirrors)"]
        }
        var wanted: [String] = []
        if booking.status == .booked, let link = try await world.store.link(booking.classKey) {
            let contents = Set(
                booking.sessions.map { MirrorContent(session: $0, booking: booking, options: link.options) })
            wanted = contents.compactMap { content in
                let mirror = state?.mirrors.first { $0.startsAt == content.startsAt && $0.contentHash == content.hash }
                return times(content, mirror).map {
                    "\(link.googleCalendarId) \($0.start.rfc3339) \($0.end.rfc3339) \(booking.timeZone)"
                }
            }.sorted()
        }
        let found = live.map(\.text).sorted()
        var problems: [String] = []
        if found != wanted { problems.append("\(booking.status): wanted \(wanted), found \(found)") }
        if mirrors != places { problems.append("\(booking.status): remembered \(mirrors), live \(places)") }
        return problems
    }
}
