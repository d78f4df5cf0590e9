import CalendarSync
import Foundation
import Testing
import TestSupport

@Suite struct MirrorPlannerPropertyTests {
    /// Whatever happens to a subscription: the plan makes the calendar what is wanted, in as few calls as can be, and
    /// then there is nothing left to do.
    @Test func plansConvergeInTheFewestCalls() throws {
        var random = SeededGenerator()
        for _ in 0..<150 {
            var calendar = MirrorCalendar()
            for _ in 0..<12 {
                let comment: Comment = "seed \(random.seed)"
                let link = randomLink(&random)
                let status: BookingStatus = Int.random(in: 0..<8, using: &random) == 0 ? .cancelled : .booked
                let booking = Sample.booking(try randomSessions(&random), status: status)
                let wanted = booking.status == .cancelled ? [] : contents(of: booking, link)
                let before = calendar
                let plan = try calendar.reconcile(booking, link: link)

                try #require(times(calendar) == Set(wanted.map { [$0.startsAt, $0.endsAt] }), comment)
                try #require(calendar.events.count == wanted.count, comment)
                try #require(Set(calendar.events.map(\.eventId)).count == wanted.count, comment)
                try #require(calendar.events.allSatisfy { $0.googleCalendarId == link.googleCalendarId }, comment)
                try #require(plan.count == fewestCalls(from: before, to: wanted, link), comment)
                calendar.shuffle(using: &random)
                try #require(MirrorPlanner.plan(booking, existing: calendar.events, link: link).isEmpty, comment)
            }
        }
    }

    private func randomSessions(_ random: inout SeededGenerator) throws -> [Session] {
        let first = try Sample.instant(Sample.start)
        return (0..<Int.random(in: 1...6, using: &random)).map { _ in
            let start = first.addingTimeInterval(TimeInterval(Int.random(in: 0..<8, using: &random) * 1_800))
            let minutes = Bool.random(using: &random) ? 30 : 60
            return Session(startsAt: start, durationMinutes: minutes, localStart: "", timeAdjusted: false)
        }
    }

    private func randomLink(_ random: inout SeededGenerator) -> ClassLink {
        let calendarId = Int.random(in: 0..<6, using: &random) == 0 ? "second@example.com" : "host@example.com"
        let privacy: LinkOptions.Privacy = Int.random(in: 0..<6, using: &random) == 0 ? .busy : .full
        return Sample.link(googleCalendarId: calendarId, options: LinkOptions(privacy: privacy))
    }

    private func contents(of booking: Booking, _ link: ClassLink) -> Set<MirrorContent> {
        Set(booking.sessions.map { MirrorContent(session: $0, booking: booking, options: link.options) })
    }

    private func times(_ calendar: MirrorCalendar) -> Set<[Date]> {
        Set(calendar.standing.map { [$0.event.startsAt, $0.endsAt] })
    }

    /// One call for every wanted session that does not stand, where an event in the way can be used for it; one for
    /// every event too many, and for every one in the wrong calendar.
    private func fewestCalls(from calendar: MirrorCalendar, to wanted: Set<MirrorContent>, _ link: ClassLink) -> Int {
        let inPlace = calendar.events.filter { $0.googleCalendarId == link.googleCalendarId }
        if wanted.isEmpty { return calendar.events.count }
        let unchanged = Set(inPlace.map(\.contentHash)).intersection(wanted.map(\.hash)).count
        return max(wanted.count - unchanged, inPlace.count - unchanged) + calendar.events.count - inPlace.count
    }
}
