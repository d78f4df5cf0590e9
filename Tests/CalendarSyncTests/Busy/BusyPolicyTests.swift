import CalendarSync
import Foundation
import Testing

@Suite struct BusyPolicyTests {
    private static let start = "2026-12-11T16:00:00Z"
    private static let end = "2026-12-11T17:00:00Z"

    private func verdict(
        on event: SourceEvent, _ options: LinkOptions = LinkOptions(), classId: String = "310",
        zone: String = "America/New_York"
    ) throws -> BusyVerdict {
        let policy = BusyPolicy(
            link: Sample.link(classId: classId, options: options), timeZone: try #require(TimeZone(ianaName: zone)),
            keys: try Sample.keys())
        return policy.verdict(on: event)
    }

    private func event(
        id: String = "evt1", _ status: SourceEvent.Status = .confirmed, start: String = start, end: String = end,
        transparent: Bool = false, kind: SourceEvent.Kind = .standard, response: SourceEvent.Response? = nil,
        marker: String? = nil
    ) throws -> SourceEvent {
        SourceEvent(
            id: id, seriesId: id, status: status, start: .instant(try Sample.instant(start)),
            end: .instant(try Sample.instant(end)), isTransparent: transparent, kind: kind, response: response,
            marker: marker)
    }

    private func allDay(_ start: String, _ end: String, kind: SourceEvent.Kind = .standard) -> SourceEvent {
        SourceEvent(id: "evt1", seriesId: "evt1", status: .confirmed, start: .day(start), end: .day(end), kind: kind)
    }

    private func busy(_ start: String = start, _ end: String = end, allDay: Bool = false) throws -> BusyVerdict {
        .blocks(
            BusyInterval(startsAt: try Sample.instant(start), endsAt: try Sample.instant(end), allDay: allDay))
    }

    @Test func ordinaryEventBlocks() throws {
        #expect(try verdict(on: event()) == busy())
    }

    @Test(arguments: [SourceEvent.Kind.standard, .outOfOffice, .focusTime, .fromGmail])
    func kindsThatGoByTransparencyBlock(kind: SourceEvent.Kind) throws {
        #expect(try verdict(on: event(kind: kind)) == busy())
        #expect(try verdict(on: event(transparent: true, kind: kind)) == .free(.transparent))
    }

    @Test func kindsThatAreNoAppointmentsAreFree() throws {
        #expect(try verdict(on: event(kind: .workingLocation)) == .free(.workingLocation))
        #expect(try verdict(on: event(kind: .birthday)) == .free(.birthday))
        #expect(try verdict(on: allDay("2026-12-11", "2026-12-12", kind: .workingLocation)) == .free(.workingLocation))
    }

    @Test(arguments: [SourceEvent.Response.accepted, .needsAction, .tentative])
    func invitationsThatAreNotDeclinedBlock(response: SourceEvent.Response) throws {
        #expect(try verdict(on: event(response: response)) == busy())
    }

    @Test func declinedCancelledAndTransparentAreFreeWhateverTheOptions() throws {
        for options in [LinkOptions(), LinkOptions(tentative: .ignore, allDay: .ignore)] {
            #expect(try verdict(on: event(response: .declined), options) == .free(.declined))
            #expect(try verdict(on: event(.cancelled), options) == .free(.cancelled))
            #expect(try verdict(on: event(transparent: true), options) == .free(.transparent))
        }
    }

    @Test func cancelledEventNeedsNoTimes() throws {
        let event = SourceEvent(id: "e", seriesId: "e", status: .cancelled, start: nil, end: nil)
        #expect(try verdict(on: event) == .free(.cancelled))
    }

    @Test func tentativeIsTheLinksChoice() throws {
        let ignoring = LinkOptions(tentative: .ignore)
        #expect(try verdict(on: event(.tentative)) == busy())
        #expect(try verdict(on: event(.tentative), ignoring) == .free(.tentative))
        #expect(try verdict(on: event(response: .tentative), ignoring) == .free(.tentative))
        #expect(try verdict(on: event(response: .needsAction), ignoring) == busy())
        #expect(try verdict(on: event(), ignoring) == busy())
    }

    @Test func allDayIsTheLinksChoice() throws {
        let ignoring = LinkOptions(allDay: .ignore)
        let day = allDay("2026-12-11", "2026-12-12")
        #expect(try verdict(on: day) == busy("2026-12-11T05:00:00Z", "2026-12-12T05:00:00Z", allDay: true))
        #expect(try verdict(on: day, ignoring) == .free(.allDay))
        #expect(try verdict(on: event(), ignoring) == busy())
        let wholeDayByTheClock = try event(start: "2026-12-11T05:00:00Z", end: "2026-12-12T05:00:00Z")
        #expect(
            try verdict(on: wholeDayByTheClock, ignoring) == busy("2026-12-11T05:00:00Z", "2026-12-12T05:00:00Z"))
    }

    @Test(arguments: [
        ("America/New_York", "2026-03-08", "2026-03-09", "2026-03-08T05:00:00Z", 23.0),
        ("America/New_York", "2026-11-01", "2026-11-02", "2026-11-01T04:00:00Z", 25),
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-05", "2026-10-03T13:30:00Z", 23.5),
        ("Asia/Beirut", "2026-03-29", "2026-03-30", "2026-03-28T22:00:00Z", 23),
        ("Pacific/Apia", "2011-12-29", "2011-12-31", "2011-12-29T10:00:00Z", 24),
        ("UTC", "2026-12-11", "2026-12-14", "2026-12-11T00:00:00Z", 72),
    ])
    func allDayIsDaysOfTheCalendarsZone(zone: String, start: String, end: String, from: String, hours: Double) throws {
        guard case .blocks(let interval) = try verdict(on: allDay(start, end), zone: zone) else {
            Issue.record("does not block")
            return
        }
        #expect(interval.allDay)
        #expect(interval.startsAt.rfc3339 == from)
        #expect(interval.endsAt.timeIntervalSince(interval.startsAt) == hours * 3_600)
    }

    @Test func eventsWithoutEndInSightBlock() throws {
        #expect(
            try verdict(on: allDay("2026-12-11", "9999-12-31"))
                == busy("2026-12-11T05:00:00Z", "9999-12-31T05:00:00Z", allDay: true))
        #expect(try verdict(on: event(end: "9999-12-31T23:59:59Z")) == busy(Self.start, "9999-12-31T23:59:59Z"))
    }

    @Test func eventsWithoutLengthOrTimesAreFree() throws {
        #expect(try verdict(on: event(end: Self.start)) == .free(.noLength))
        #expect(try verdict(on: event(start: Self.end, end: Self.start)) == .free(.noLength))
        #expect(try verdict(on: allDay("2026-12-11", "2026-12-11")) == .free(.noLength))
        #expect(try verdict(on: allDay("2026-02-30", "2026-03-01")) == .free(.noTimes))
        #expect(try verdict(on: allDay("", "")) == .free(.noTimes))
        let half = SourceEvent(
            id: "e", seriesId: "e", status: .confirmed, start: .instant(try Sample.instant(Self.start)), end: nil)
        #expect(try verdict(on: half) == .free(.noTimes))
    }

    @Test func echoIsPerClass() throws {
        let identity = try Sample.identity(classId: "310")
        let marker = MirrorMarker(identity: identity, contentHash: "h", times: Sample.times).text(
            signedBy: try Sample.keys())
        let mirror = try event(id: identity.eventId, marker: marker)
        #expect(try verdict(on: mirror, classId: "310") == .free(.ownMirror))
        #expect(try verdict(on: mirror, classId: "311") == busy())
    }

    @Test func aMirrorThatTheHostHasMovedAwayBlocksWhereItNowIs() throws {
        let identity = try Sample.identity(classId: "310")
        let text = MirrorMarker(identity: identity, contentHash: "h", times: Sample.times).text(
            signedBy: try Sample.keys())
        func verdict(_ from: String, _ to: String) throws -> BusyVerdict {
            try self.verdict(
                on: event(
                    id: identity.eventId, start: "2026-12-11T\(from):00Z", end: "2026-12-11T\(to):00Z", marker: text),
                classId: "310")
        }
        #expect(try verdict("16:15", "16:45") == .free(.ownMirror), "within its booking")
        for (from, to) in [("18:00", "19:00"), ("15:30", "16:30"), ("16:00", "17:15"), ("15:00", "18:00")] {
            #expect(try verdict(from, to) == busy("2026-12-11T\(from):00Z", "2026-12-11T\(to):00Z"))
        }
    }

    @Test func copiedInstanceAndForgedMirrorsAreRealEvents() throws {
        let identity = try Sample.identity()
        let marker = MirrorMarker(identity: identity, contentHash: "h", times: Sample.times)
        let text = marker.text(signedBy: try Sample.keys())
        #expect(try verdict(on: event(id: "copyofmirror", marker: text)) == busy())
        #expect(try verdict(on: event(id: identity.eventId + "_20261211T160000Z", marker: text)) == busy())
        let forged = marker.text(signedBy: try SecretKeys("k1:" + Sample.otherKey))
        #expect(try verdict(on: event(id: identity.eventId, marker: forged)) == busy())
        #expect(try verdict(on: event(id: identity.eventId, marker: nil)) == busy())
        #expect(try verdict(on: event(id: identity.eventId, marker: "")) == busy())
    }

    @Test func mirrorOfTheSameClassIdInAnotherAccountBlocks() throws {
        let identity = MirrorIdentity(
            accountId: "43", calendarId: "77", classId: "310", subscriptionId: "9001",
            firstStartsAt: try Sample.instant(Self.start))
        let marker = MirrorMarker(identity: identity, contentHash: "h", times: Sample.times).text(
            signedBy: try Sample.keys())
        #expect(try verdict(on: event(id: identity.eventId, marker: marker)) == busy())
    }
}
