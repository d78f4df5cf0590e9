import CalendarSync
import Foundation
import Testing

@Suite struct MirrorPlannerTests {
    private let nine = "2026-12-11T16:00:00Z"
    private let ten = "2026-12-11T17:00:00Z"
    private let eleven = "2026-12-11T18:00:00Z"

    private func booking(_ starts: [String], status: BookingStatus = .booked) throws -> Booking {
        Sample.booking(try starts.map { try Sample.session($0) }, status: status)
    }

    private func standing(_ starts: [String]) throws -> MirrorCalendar {
        var calendar = MirrorCalendar()
        try calendar.reconcile(try booking(starts), link: Sample.link())
        return calendar
    }

    @Test func firstBookingInsertsEverySession() throws {
        let plan = MirrorPlanner.plan(try booking([ten, nine]), existing: [], link: Sample.link())
        let ids = plan.compactMap { change in
            if case .insert(let identity, let content) = change, identity.firstStartsAt == content.startsAt {
                return identity
            }
            return nil
        }
        #expect(try ids == [Sample.identity(start: nine), Sample.identity(start: ten)])
        #expect(plan.count == 2)
    }

    @Test func repeatedBookingPlansNothing() throws {
        let calendar = try standing([nine, ten])
        #expect(MirrorPlanner.plan(try booking([ten, nine]), existing: calendar.events, link: Sample.link()).isEmpty)
    }

    @Test func movedSessionKeepsItsEvent() throws {
        var calendar = try standing([nine, ten])
        let old = try Sample.instant(ten)
        let moved = try #require(calendar.events.first { $0.startsAt == old })
        let plan = try calendar.reconcile(try booking([nine, eleven]), link: Sample.link())
        guard case .update(moved, let content) = try #require(plan.first) else {
            Issue.record("\(plan)")
            return
        }
        #expect(plan.count == 1)
        #expect(try content.startsAt == Sample.instant(eleven))
        #expect(calendar.events.contains { $0.identity == moved.identity && $0.startsAt == content.startsAt })
    }

    @Test func movedSessionsTakeEventsInTheOrderOfTime() throws {
        let calendar = try standing([nine, ten])
        let later = ["2026-12-12T16:00:00Z", "2026-12-12T17:00:00Z"]
        for existing in [calendar.events, calendar.events.reversed()] {
            let plan = MirrorPlanner.plan(try booking(later.reversed()), existing: existing, link: Sample.link())
            let moves = plan.compactMap { change in
                if case .update(let mirror, let content) = change { [mirror.startsAt, content.startsAt] } else { nil }
            }
            #expect(
                try moves == [
                    [Sample.instant(nine), Sample.instant(later[0])], [Sample.instant(ten), Sample.instant(later[1])],
                ])
        }
    }

    @Test func addedAndRemovedSessionsTouchNoOther() throws {
        var calendar = try standing([nine, ten])
        let added = try calendar.reconcile(try booking([nine, ten, eleven]), link: Sample.link())
        #expect(added.count == 1 && added.allSatisfy { if case .insert = $0 { true } else { false } })
        let removed = try calendar.reconcile(try booking([nine, eleven]), link: Sample.link())
        #expect(removed.count == 1 && removed.allSatisfy { if case .delete = $0 { true } else { false } })
    }

    @Test func changedDurationOrTitleUpdatesInPlace() throws {
        var calendar = try standing([nine])
        let longer = Sample.booking([try Sample.session(nine, minutes: 90)])
        let plan = try calendar.reconcile(longer, link: Sample.link())
        #expect(plan.count == 1 && plan.allSatisfy { if case .update = $0 { true } else { false } })
        let renamed = try calendar.reconcile(longer, link: Sample.link(options: LinkOptions(privacy: .busy)))
        #expect(renamed.count == 1 && renamed.allSatisfy { if case .update = $0 { true } else { false } })
    }

    @Test func cancelledDeletesAllAndCompletedLeavesAll() throws {
        let calendar = try standing([nine, ten])
        let cancelled = MirrorPlanner.plan(
            try booking([], status: .cancelled), existing: calendar.events, link: Sample.link())
        #expect(cancelled == calendar.events.map { .delete($0) })
        let completed = MirrorPlanner.plan(
            try booking([eleven], status: .completed), existing: calendar.events, link: Sample.link())
        #expect(completed.isEmpty)
    }

    @Test func classWithoutLinkTouchesNothing() throws {
        let calendar = try standing([nine])
        for status in [BookingStatus.booked, .cancelled, .completed] {
            let booking = try booking([ten], status: status)
            #expect(MirrorPlanner.plan(booking, existing: calendar.events, link: nil).isEmpty)
        }
    }

    @Test func subscriptionThatWentToAClassWithoutLinkLeavesNothingBehind() throws {
        let calendar = try standing([nine])
        let session = try Sample.session(nine)
        let gone = MirrorPlanner.plan(
            Sample.booking([session], classId: "311"), existing: calendar.events, link: nil)
        #expect(gone == calendar.events.map { .delete($0) })
        let completed = Sample.booking([session], status: .completed, classId: "311")
        #expect(MirrorPlanner.plan(completed, existing: calendar.events, link: nil).isEmpty)
    }

    @Test(arguments: [
        Sample.link(googleCalendarId: "other@example.com"), Sample.link(integrationId: "int-2"),
    ])
    func linkMovedToAnotherCalendarInsertsBeforeItDeletes(link: ClassLink) throws {
        var calendar = try standing([nine, ten])
        let plan = try calendar.reconcile(try booking([nine, ten]), link: link)
        let kinds = plan.map { change in
            switch change {
            case .insert: "insert"
            case .update: "update"
            case .delete: "delete"
            }
        }
        #expect(kinds == ["insert", "insert", "delete", "delete"])
        #expect(calendar.events.allSatisfy { $0.googleCalendarId == link.googleCalendarId })
    }

    @Test func subscriptionThatChangedItsClassGetsEventsOfThatClass() throws {
        var calendar = try standing([nine])
        let session = try Sample.session(nine)
        try calendar.reconcile(Sample.booking([session], classId: "311"), link: Sample.link(classId: "311"))
        #expect(try calendar.events.map(\.identity) == [Sample.identity(classId: "311", start: nine)])
    }

    @Test func sameSessionTwiceIsOneEvent() throws {
        var calendar = MirrorCalendar()
        #expect(try calendar.reconcile(try booking([nine, nine]), link: Sample.link()).count == 1)
    }

    @Test func sessionsOfOneStartAndTwoLengthsAreTwoEvents() throws {
        var calendar = MirrorCalendar()
        let sessions = [try Sample.session(nine, minutes: 30), try Sample.session(nine, minutes: 60)]
        try calendar.reconcile(Sample.booking(sessions), link: Sample.link())
        #expect(Set(calendar.events.map(\.eventId)).count == 2)
        let reordered = MirrorPlanner.plan(
            Sample.booking(sessions.reversed()), existing: calendar.events.reversed(), link: Sample.link())
        #expect(reordered.isEmpty)
        let crossed = MirrorPlanner.plan(
            Sample.booking(sessions), existing: calendar.events.reversed(), link: Sample.link())
        #expect(crossed.isEmpty)
    }

    @Test func startThatIsUsedAgainGetsANewGeneration() throws {
        var calendar = try standing([nine])
        try calendar.reconcile(try booking([ten]), link: Sample.link())
        try calendar.reconcile(try booking([nine, ten]), link: Sample.link())
        let identities = Set(calendar.events.map(\.identity))
        #expect(try identities == [Sample.identity(start: nine), Sample.identity(start: nine, generation: 1)])
    }

    @Test(arguments: [BookingStatus.booked, .cancelled, .completed])
    func ofAnUnlinkedClassGoesWhatIsToComeIfAsked(status: BookingStatus) throws {
        let calendar = try standing([nine, ten, eleven])
        let booking = try booking([nine, ten, eleven], status: status)
        func plan(_ removal: Unlinking.Removal?) throws -> [MirrorChange] {
            let unlinking = try removal.map {
                Unlinking(link: Sample.link(), removal: $0, requestedAt: try Sample.instant(ten))
            }
            return MirrorPlanner.plan(booking, existing: calendar.events, link: nil, unlinking: unlinking)
        }
        #expect(try plan(nil).isEmpty)
        #expect(try plan(.nothing).isEmpty)
        let last = try Sample.instant(eleven)
        #expect(try plan(.future) == calendar.events.filter { $0.startsAt == last }.map { .delete($0) })
        // Linked again, nothing of it counts.
        let unlinking = Unlinking(link: Sample.link(), removal: .future, requestedAt: .distantPast)
        #expect(
            MirrorPlanner.plan(
                try self.booking([nine, ten, eleven]), existing: calendar.events, link: Sample.link(),
                unlinking: unlinking
            ).isEmpty)
    }
}
