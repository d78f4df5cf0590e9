import CalendarSync
import Foundation

/// What the store knows of a class's week. Nobody else is asked.
struct WeekReader: Sendable {
    let store: any Store

    func week(_ frame: WeekFrame, of link: ClassLink) async throws -> Week {
        let bounds = DateInterval(start: frame.start, end: frame.end)
        let bookings = try await store.bookings(of: link.classKey, within: bounds)
        let blocks = try await store.blocks(of: link.classKey, feedId: link.feedId, within: bounds)
        return Week(frame, bookings.flatMap { Self.entries(of: $0, link) } + blocks.map(Self.entry))
    }

    private static func entries(of state: BookingState, _ link: ClassLink) -> [Week.Entry] {
        let booked = state.booking.status == .cancelled ? [] : state.booking.sessions
        let sessions = booked.map { session in
            let isMirrored = state.mirrors.contains { $0.startsAt == session.startsAt }
            return Week.Entry(
                kind: .booked, startsAt: session.startsAt, endsAt: session.endsAt, isAllDay: false,
                remark: isMirrored || state.booking.status == .completed ? "" : "no event in Google yet")
        }
        let mirrors = state.mirrors.map { mirror in
            let session = state.booking.sessions.first { $0.startsAt == mirror.startsAt }
            return Week.Entry(
                kind: .mirrored, startsAt: mirror.startsAt, endsAt: session?.endsAt, isAllDay: false,
                remark: remark(mirror))
        }
        return sessions + mirrors
    }

    private static func remark(_ mirror: MirrorEvent) -> String {
        if mirror.divergence != nil { return "moved or deleted by its host" }
        return mirror.isUncertain ? "being written" : ""
    }

    private static func entry(_ stored: StoredBlock) -> Week.Entry {
        let interval = stored.block.interval
        let remark =
            switch stored.state {
            case .written: ""
            case .writing: "being written"
            case .removing: "being removed"
            case .kept: "kept, as you chose"
            }
        return Week.Entry(
            kind: .busy, startsAt: interval.startsAt, endsAt: interval.endsAt, isAllDay: interval.allDay, remark: remark
        )
    }
}
