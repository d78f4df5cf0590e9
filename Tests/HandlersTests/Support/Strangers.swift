import CalendarSync

/// Events of other people in a history's calendars; one bears an id that the product would choose.
struct Strangers: Sendable {
    private let world: HandlersWorld
    private let calendars: [String]
    private let planted: [Set<SandboxCalls.Event>]

    init(world: HandlersWorld, history: BookingHistory) async throws {
        self.world = world
        calendars = history.calendars
        var planted: [Set<SandboxCalls.Event>] = []
        for calendar in history.calendars {
            try await world.sandbox.addCalendar(calendar, to: HandlersWorld.hostCalendar)
            var event: [String: any Sendable] = [
                "summary": "Dentist", "start": ["dateTime": "2030-05-06T09:00:00-06:00"],
                "end": ["dateTime": "2030-05-06T10:00:00-06:00"],
            ]
            try await world.sandbox.insert(calendar, event)
            if history.seed % 3 == 0, let (booking, _) = history.bookings.first, let session = booking.sessions.first {
                event["id"] = MirrorIdentity(booking: booking, firstStartsAt: session.startsAt).eventId
                try await world.sandbox.insert(calendar, event)
            }
            planted.append(Set(try await world.sandbox.live(calendar)))
        }
        self.planted = planted
    }

    func areUntouched() async throws -> Bool {
        for (calendar, events) in zip(calendars, planted)
        where Set(try await world.sandbox.live(calendar).filter { $0.marker == nil }) != events { return false }
        return true
    }
}
