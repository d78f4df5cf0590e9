import CalendarSync
import Foundation
import Handlers
import TestSupport
import Testing

/// What Kartra's leads bring into the calendar, and what the host makes of it.
extension BusyTimesTrial {
    @discardableResult
    mutating func book() async throws -> String {
        guard !plan.isSharedSparingly, let key = keys.randomElement(using: &random),
            try await world.store.link(key) != nil
        else { return "" }
        let subscription = "\(random.seed)-\(bookings.count)"
        bookings[subscription] = TrialBooking(key: key, times: [])
        try await send(.booked, subscription, key)
        return "book \(key.classId)"
    }

    /// Moves a booking or cancels it.
    mutating func rebook() async throws -> String {
        guard let booking = bookings.sorted(by: { $0.key < $1.key }).randomElement(using: &random) else { return "" }
        let isMoved = chance(0.5)
        try await send(isMoved ? .booked : .cancelled, booking.key, booking.value.key)
        return isMoved ? "rebook" : "unbook"
    }

    private mutating func send(_ status: BookingStatus, _ subscription: String, _ key: ClassKey) async throws {
        let times = (0..<Int.random(in: 1...2, using: &random)).map { number in
            let start = events.now + (Int.random(in: 1...360, using: &random) * 24 + number) * 3_600
            return String(RandomEvents.wall(start).prefix(14)) + "00"
        }
        let booking = try HandlersWorld.booking(
            status, subscription: subscription, key: key, calendarId: kartraCalendar, at: times)
        let outcome = await world.bookings.handle(booking, world.context(UUID().uuidString))
        guard let effects = outcome.result?.effects else {
            Issue.record("seed \(random.seed): \(outcome)")
            return
        }
        moved.subtract(effects.map(\.remoteId))
        mirrors[key, default: []].formUnion(effects.filter { $0.kind != .mirrorDeleted }.map(\.remoteId))
        bookings[subscription]?.times =
            status == .cancelled
            ? []
            : Set(
                booking.sessions.map {
                    Int($0.startsAt.timeIntervalSince1970)..<Int($0.endsAt.timeIntervalSince1970)
                })
    }

    /// An event at the very times of a booking, such as Kartra's own Google sync writes.
    mutating func plantCopy() async throws -> String {
        let all = bookings.sorted { $0.key < $1.key }.flatMap {
            $0.value.times.sorted { $0.lowerBound < $1.lowerBound }
        }
        guard let times = all.randomElement(using: &random) else { return "" }
        var body = events.plain(repeats: false, &random)
        body.merge(events.times(start: times.lowerBound, length: times.count, &random)) { _, copy in copy }
        planted.append(PlantedEvent(id: try await owner.insert(calendar, body), body: body))
        return "plant copy"
    }

    /// The owner moves, deletes or copies a mirror, its private property included, or makes a series of it.
    mutating func changeMirror() async throws -> String {
        guard let id = mirrors.values.flatMap({ $0 }).sorted().randomElement(using: &random),
            try await owner.isOpaque(calendar, id)
        else { return "" }
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            try await owner.edit(calendar, id, events.elsewhere(than: [:], &random))
            moved.insert(id)
            return "move mirror"
        case 1:
            try await owner.delete(calendar, id)
            return "delete mirror"
        case 2:
            try await owner.edit(calendar, id, ["recurrence": ["RRULE:FREQ=WEEKLY;COUNT=4"]])
            return "repeat mirror"
        default:
            let copy = try await owner.copy(calendar, id)
            planted.append(PlantedEvent(id: copy, body: events.plain(repeats: false, &random)))
            return "copy mirror"
        }
    }
}
