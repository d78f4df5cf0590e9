import CalendarSync
import Foundation
import OutboundHTTP
import Testing

@Suite struct LinkViewTests {
    static let now = RunningConsole.now

    private func linked(options: String = "{}", _ test: (RunningConsole) async throws -> Void) async throws {
        try await RunningConsole.connected { console, integration in
            let link = try await console.call(
                .put, "classes/310/link", RunningConsole.linkBody(integration, options: options))
            try #require(link.status == 200)
            try await test(console)
        }
    }

    @Test func aLinkOfWhichThereIsNothingToSaySaysNothing() async throws {
        try await linked { console in
            let link = try await console.call(.get, "classes/310/link")
            let keys = [
                "brake", "unreachableSince", "blocksReleasedAt", "releasesAt", "progress", "mirroring", "audit",
                "busyCalendarId",
            ]
            for key in keys { #expect(link[key] is NSNull, "\(key)") }
            #expect(link["options", "stale", "releaseAfterHours"] is NSNull)
        }
    }

    @Test func aFullReadingShowsHowFarItHasCome() async throws {
        try await linked { console in
            try await console.changeFeed {
                var reading = FullReading(number: 1, startedAt: Self.now, terms: "t")
                reading.events = 1_500
                reading.pages = 3
                reading.expandedSeries = 20
                reading.waitingSeries = ["a", "b"]
                $0.fullReading = reading
            }
            let link = try await console.call(.get, "classes/310/link")
            #expect(link["status"] as? String == "syncing")
            #expect(link["progress", "events"] as? Int == 1_500)
            #expect(link["progress", "pages"] as? Int == 3)
            #expect(link["progress", "expandedSeries"] as? Int == 20)
            #expect(link["progress", "waitingSeries"] as? Int == 2)
        }
    }

    @Test func mirroringShowsHowFarItHasCome() async throws {
        try await linked { console in
            try await console.changeLink { $0.mirroring = MirroringProgress(bookings: 120, ofBookings: 340) }
            let link = try await console.call(.get, "classes/310/link")
            #expect(link["mirroring", "bookings"] as? Int == 120)
            #expect(link["mirroring", "ofBookings"] as? Int == 340)
        }
    }

    @Test func theAuditShownIsThatOfTheClass() async throws {
        try await linked { console in
            func found(_ accountId: String, _ classId: String, missing: Int) -> FeedAudit.Link {
                FeedAudit.Link(
                    accountId: accountId, classId: classId, compared: 214, missing: missing, extra: 2, repaired: 3,
                    unexplainedSeconds: 60)
            }
            try await console.changeFeed {
                $0.lastAudit = FeedAudit(
                    eventId: "audit-1", at: Self.now,
                    links: [
                        found("42", "311", missing: 9), found("43", "310", missing: 8), found("42", "310", missing: 1),
                    ])
            }
            let link = try await console.call(.get, "classes/310/link")
            #expect(link["audit", "at"] as? String == Self.now.rfc3339)
            #expect(link["audit", "compared"] as? Int == 214)
            #expect(link["audit", "missing"] as? Int == 1)
            #expect(link["audit", "extra"] as? Int == 2)
            #expect(link["audit", "repaired"] as? Int == 3)
            #expect(link["audit", "unexplainedSeconds"] as? Int == 60)
            try await console.changeFeed { $0.lastAudit = FeedAudit(eventId: "audit-2", at: Self.now, links: []) }
            let without = try await console.call(.get, "classes/310/link")
            #expect(without["audit"] is NSNull)
        }
    }

    @Test func anUnreachableGoogleSaysWhenTheBlocksGo() async throws {
        try await linked(options: #"{"stale":{"releaseAfterHours":48}}"#) { console in
            let since = Self.now.addingTimeInterval(-3_600)
            try await console.changeFeed { $0.unreachableSince = since }
            let away = try await console.call(.get, "classes/310/link")
            #expect(away["status"] as? String == "behind")
            #expect(away["reason"] as? String == "google_unreachable")
            #expect(away["unreachableSince"] as? String == since.rfc3339)
            #expect(away["releasesAt"] as? String == since.addingTimeInterval(48 * 3_600).rfc3339)
            try await console.changeLink { $0.blocksReleasedAt = Self.now }
            let released = try await console.call(.get, "classes/310/link")
            #expect(released["status"] as? String == "degraded")
            #expect(released["blocksReleasedAt"] as? String == Self.now.rfc3339)
            #expect(released["releasesAt"] is NSNull)
        }
    }

    @Test func blocksThatAreToStayHaveNoSuchTime() async throws {
        try await linked { console in
            try await console.changeFeed { $0.unreachableSince = Self.now.addingTimeInterval(-3_600) }
            try await console.changeLink { $0.busyCalendarId = "busy@group.calendar.google.com" }
            let link = try await console.call(.get, "classes/310/link")
            #expect(link["releasesAt"] is NSNull)
            #expect(link["busyCalendarId"] as? String == "busy@group.calendar.google.com")
        }
    }
}
