import CalendarSync
import Foundation
import Handlers

/// Compares what stands at the end of a history with what its newest states want.
struct HistoryCheck: Sendable {
    let world: HandlersWorld
    let history: BookingHistory

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
                    problems.append("an event of ours with another's marker")
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

    private func mismatches(_ booking: Booking, _ live: [Live]) async throws -> [String] {
        let state = try await world.store.booking(
            accountId: booking.accountId, subscriptionId: booking.subscriptionId)
        let mirrors = (state?.mirrors ?? []).map { "\($0.googleCalendarId) \($0.eventId)" }.sorted()
        let places = live.map(\.place).sorted()
        if booking.status == .completed {
            // What had been brought about by then stays; which states those were, the order of arrival decided.
            return places.allSatisfy(mirrors.contains) ? [] : ["completed: live \(places), remembered \(mirrors)"]
        }
        var wanted: [String] = []
        if booking.status == .booked, let link = try await world.store.link(booking.classKey) {
            let times = Set(booking.sessions.map { "\($0.startsAt.rfc3339) \($0.endsAt.rfc3339)" })
            wanted = times.map { "\(link.googleCalendarId) \($0) \(booking.timeZone)" }.sorted()
        }
        let found = live.map(\.text).sorted()
        var problems: [String] = []
        if found != wanted { problems.append("\(booking.status): wanted \(wanted), found \(found)") }
        if mirrors != places { problems.append("\(booking.status): remembered \(mirrors), live \(places)") }
        return problems
    }
}
