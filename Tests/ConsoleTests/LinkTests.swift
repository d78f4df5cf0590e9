import CalendarSync
import Foundation
import OutboundHTTP
import Records
import Testing
import TestSupport

@testable import Console

@Suite struct LinkTests {
    private func body(
        _ integration: Integration, calendar: String = RunningConsole.work.id, options: String = "{}"
    ) -> String {
        RunningConsole.linkBody(integration, calendar: calendar, options: options)
    }

    /// As the worker does when it has read the whole calendar for the link.
    private func completeBlocks(_ console: RunningConsole) async throws {
        try await console.changeLink { $0.blocksCompleteAt = RunningConsole.now }
    }

    @Test func aNewLinkIsStoredAndToldToTheWorkers() async throws {
        try await RunningConsole.connected { console, integration in
            let answer = try await console.call(
                .put, "classes/310/link",
                body(integration, options: #"{"tentative":"ignore","title":"{{className}}","privacy":"class"}"#))
            #expect(answer.status == 200)
            let feedId = Feed.id(integrationId: integration.id, googleCalendarId: RunningConsole.work.id)
            #expect(answer["classId"] as? String == "310")
            #expect(answer["calendarId"] as? String == "77")
            #expect(answer["integrationId"] as? String == integration.id)
            #expect(answer["googleCalendarId"] as? String == RunningConsole.work.id)
            #expect(answer["feedId"] as? String == feedId)
            #expect(answer["status"] as? String == "syncing")
            #expect(answer["reason"] is NSNull)
            #expect(answer["lastChangeAt"] is NSNull)
            #expect(answer["options", "tentative"] as? String == "ignore")
            #expect(answer["options", "allDay"] as? String == "block")
            #expect(answer["options", "privacy"] as? String == "class")
            #expect(answer["counts", "mirrors"] as? Int == 0)
            #expect(answer["counts", "blocks"] as? Int == 0)
            #expect(answer["counts", "parked"] as? Int == 0)

            let feed = try #require(try await console.store.feed(id: feedId))
            #expect(feed.dueAt == RunningConsole.now)
            #expect(console.producer.summary == ["t.calsync.commands 310", "t.google.pings \(feedId)"])
            let command = try InputDecoder.decode(SyncCommand.self, from: console.producer.records[0].value)
            #expect(command.command == .linkMade)
            #expect(command.accountId == "42")
            #expect(command.classId == "310")
            let ping = try InputDecoder.decode(GooglePing.self, from: console.producer.records[1].value)
            #expect(ping == GooglePing(feedId: feedId, trigger: .link))

            let read = try await console.call(.get, "classes/310/link")
            #expect(read.status == 200)
            #expect(read.text == answer.text)
        }
    }

    @Test func theSameLinkAgainChangesNothingAndTellsNobody() async throws {
        try await RunningConsole.connected { console, integration in
            _ = try await console.call(.put, "classes/310/link", body(integration))
            try await completeBlocks(console)
            let before = try await console.store.link(ClassKey(accountId: "42", classId: "310"))
            let answer = try await console.call(.put, "classes/310/link", body(integration))
            #expect(answer.status == 200)
            #expect(console.producer.records.count == 2)
            let after = try await console.store.link(ClassKey(accountId: "42", classId: "310"))
            #expect(after == before)
        }
    }

    @Test(arguments: [true, false])
    func anotherCalendarOrOtherOptionsBeginTheLinkAnew(movesCalendar: Bool) async throws {
        try await RunningConsole.connected { console, integration in
            _ = try await console.call(.put, "classes/310/link", body(integration))
            try await completeBlocks(console)
            let changed =
                movesCalendar
                ? body(integration, calendar: RunningConsole.team.id)
                : body(integration, options: #"{"allDay":"ignore"}"#)
            let answer = try await console.call(.put, "classes/310/link", changed)
            #expect(answer.status == 200)
            #expect(answer["status"] as? String == "syncing")
            let link = try #require(try await console.store.link(ClassKey(accountId: "42", classId: "310")))
            #expect(link.blocksCompleteAt == nil)
            #expect(link.googleCalendarId == (movesCalendar ? RunningConsole.team.id : RunningConsole.work.id))
            let command = try InputDecoder.decode(SyncCommand.self, from: console.producer.records[2].value)
            #expect(command.command == .linkChanged)
            #expect(console.producer.records[3].key == Array(link.feedId.utf8))
            // The calendar that was left is told, so that it gives up its blocks.
            let left = Feed.id(integrationId: integration.id, googleCalendarId: RunningConsole.work.id)
            #expect(console.producer.records.dropFirst(4).map(\.key) == (movesCalendar ? [Array(left.utf8)] : []))
        }
    }

    @Test func otherOptionsKeepWhatHoldsOfTheSameCalendar() async throws {
        try await RunningConsole.connected { console, integration in
            _ = try await console.call(.put, "classes/310/link", body(integration))
            let brake = Brake(since: RunningConsole.now, sources: 61, ofSources: 80)
            try await console.changeLink {
                $0.brake = brake
                $0.blocksReleasedAt = RunningConsole.now
                $0.busyCalendarId = "busy@group.calendar.google.com"
            }
            let options = try await console.call(
                .put, "classes/310/link", body(integration, options: #"{"allDay":"ignore"}"#))
            #expect(options.status == 200)
            let link = try #require(try await console.store.link(RunningConsole.classKey))
            #expect(link.options.allDay == .ignore)
            #expect(link.brake == brake)
            #expect(link.blocksReleasedAt == RunningConsole.now)
            #expect(link.busyCalendarId == "busy@group.calendar.google.com")
        }
    }

    @Test func anotherCalendarForgetsWhatWasSaidOfTheOldOne() async throws {
        try await RunningConsole.connected { console, integration in
            _ = try await console.call(.put, "classes/310/link", body(integration))
            try await console.changeLink {
                $0.brake = Brake(since: RunningConsole.now, sources: 61, ofSources: 80)
                $0.blocksReleasedAt = RunningConsole.now
                $0.busyCalendarId = "busy@group.calendar.google.com"
            }
            let moved = try await console.call(
                .put, "classes/310/link", body(integration, calendar: RunningConsole.team.id))
            #expect(moved.status == 200)
            let link = try #require(try await console.store.link(RunningConsole.classKey))
            #expect(link.brake == nil)
            #expect(link.blocksReleasedAt == nil)
            #expect(link.busyCalendarId == "busy@group.calendar.google.com")
        }
    }

    @Test func aCalendarForBlocksNeedsLeaveToMakeOne() async throws {
        let options = #"{"blockWriter":"googleCalendar"}"#
        try await RunningConsole.connected { console, integration in
            let refused = try await console.call(.put, "classes/310/link", body(integration, options: options))
            #expect(refused.status == 422)
            #expect(refused.errorField == "options.blockWriter")
            #expect((refused["error", "message"] as? String)?.contains("connect the Google account again") == true)
            #expect(try await console.store.link(RunningConsole.classKey) == nil)
        }
        let scope = "https://www.googleapis.com/auth/calendar.app.created"
        try await RunningConsole.connected(scopes: ["openid", scope]) { console, integration in
            let answer = try await console.call(.put, "classes/310/link", body(integration, options: options))
            #expect(answer.status == 200)
            #expect(answer["options", "blockWriter"] as? String == "googleCalendar")
        }
    }

    @Test func whatABrokerThatWasDownWasNotToldIsToldByTheNextTry() async throws {
        try await RunningConsole.connected { console, integration in
            console.producer.behaviour = .refuse
            let failed = try await console.call(.put, "classes/310/link", body(integration))
            #expect(failed.status == 503)
            #expect(failed.errorCode == "broker_unavailable")
            console.producer.behaviour = .acknowledge
            let answer = try await console.call(.put, "classes/310/link", body(integration))
            #expect(answer.status == 200)
            let command = try InputDecoder.decode(
                SyncCommand.self, from: try #require(console.producer.records.first).value)
            #expect(command.command == .linkMade)
            #expect(console.producer.records.count == 2)
        }
    }

    @Test func whoChangesALinkAtTheSameTimeLosesNothingOfTheOthers() async throws {
        try await RunningConsole.connected { console, integration in
            // Each can lose to each other once, which is fewer times than a change is tried.
            try await withThrowingTaskGroup(of: Int.self) { group in
                for title in ["a", "b", "c", "d"] {
                    let body = body(integration, options: "{\"title\":\"\(title)\"}")
                    group.addTask { try await console.call(.put, "classes/310/link", body).status }
                }
                for try await status in group { #expect(status == 200) }
            }
            let link = try #require(try await console.store.link(ClassKey(accountId: "42", classId: "310")))
            #expect(link.revision == 4)
            #expect(console.producer.records.count == 8)
        }
    }

    @Test func thePrimaryCalendarIsLinkedByItsOwnName() async throws {
        try await RunningConsole.connected { console, integration in
            let answer = try await console.call(.put, "classes/310/link", body(integration, calendar: "primary"))
            #expect(answer.status == 200)
            #expect(answer["googleCalendarId"] as? String == RunningConsole.work.id)
        }
    }

    @Test(arguments: [
        (#"{"title":""}"#, "options.title"), (#"{"title":"{{leadPhone}}"}"#, "options.title"),
        (#"{"privacy":"none"}"#, "options.privacy"), (#"{"colour":"red"}"#, "options.colour"),
        (#"{"reminders":[{"method":"popup","minutes":-1}]}"#, "options.reminders"),
        (#"{"reminders":[{"method":"pigeon","minutes":1}]}"#, "options.reminders[0].method"),
        (#"{"allDay":true}"#, "options.allDay"),
        (#"{"stale":{"releaseAfterHours":0}}"#, "options.stale.releaseAfterHours"),
        (#"{"stale":{"releaseAfterDays":1}}"#, "options.stale.releaseAfterDays"),
        (#"{"nativeCopies":"drop"}"#, "options.nativeCopies"), (#"{"blockWriter":"outlook"}"#, "options.blockWriter"),
    ])
    func anOptionThatCannotBeIsRefusedByName(options: String, field: String) async throws {
        try await RunningConsole.connected { console, integration in
            let answer = try await console.call(.put, "classes/310/link", body(integration, options: options))
            #expect(answer.status == 422)
            #expect(answer.errorField == field)
            #expect(console.producer.records.isEmpty)
        }
    }

    @Test(arguments: [
        (#"{"integrationId":"i","googleCalendarId":"c"}"#, "calendarId"),
        (#"{"calendarId":"77","googleCalendarId":"c"}"#, "integrationId"),
        (#"{"calendarId":"77","integrationId":"i"}"#, "googleCalendarId"),
        (#"{"calendarId":"77","integrationId":"i","googleCalendarId":7}"#, "googleCalendarId"),
        (#"{"calendarId":"77","integrationId":"unheard-of","googleCalendarId":"c"}"#, "integrationId"),
    ])
    func aFieldThatIsMissingOrWrongIsNamed(body: String, field: String) async throws {
        try await RunningConsole.connected { console, _ in
            let answer = try await console.call(.put, "classes/310/link", body)
            #expect(answer.status == 422)
            #expect(answer.errorField == field)
        }
    }

    @Test func aCalendarThatIsNotThereOrCannotBeWrittenIsRefused() async throws {
        try await RunningConsole.connected { console, integration in
            for calendar in [RunningConsole.holidays.id, "elsewhere@example.com"] {
                let answer = try await console.call(.put, "classes/310/link", body(integration, calendar: calendar))
                #expect(answer.status == 422)
                #expect(answer.errorField == "googleCalendarId")
            }
            let unlinked = try await console.call(.get, "classes/310/link")
            #expect(unlinked.status == 404)
            #expect(unlinked.errorCode == "not_linked")
        }
    }

    @Test func aCalendarThatWasMadeForTheBlocksOfAClassIsRefused() async throws {
        try await RunningConsole.connected { console, integration in
            _ = try await console.call(.put, "classes/310/link", body(integration))
            var link = try #require(try await console.store.link(ClassKey(accountId: "42", classId: "310")))
            link.busyCalendarId = RunningConsole.team.id
            try await console.store.save(link)
            let refused = try await console.call(
                .put, "classes/311/link", body(integration, calendar: RunningConsole.team.id))
            #expect(refused.status == 422)
            #expect(refused.errorField == "googleCalendarId")
            let other = try await console.call(.put, "classes/311/link", body(integration))
            #expect(other.status == 200)
        }
    }

    @Test func anotherAccountsIntegrationIsNotThere() async throws {
        try await RunningConsole.connected { console, integration in
            let put = try await console.call(.put, "classes/310/link", body(integration), account: "43")
            #expect(put.status == 422)
            #expect(put.errorField == "integrationId")
            let calendars = try await console.call(.get, "integrations/\(integration.id)/calendars", account: "43")
            #expect(calendars.status == 404)
            #expect(calendars.errorCode == "unknown_integration")
            _ = try await console.call(.put, "classes/310/link", body(integration))
            let link = try await console.call(.get, "classes/310/link", account: "43")
            #expect(link.status == 404)
            let classes = try await console.call(.get, "classes", account: "43")
            #expect(classes.list("classes").isEmpty)
        }
    }

    @Test func theCalendarsOfAnIntegrationAreListedWithWhatCanBeDoneWithThem() async throws {
        try await RunningConsole.connected { console, integration in
            let answer = try await console.call(.get, "integrations/\(integration.id)/calendars")
            #expect(answer.status == 200)
            let holidays = try #require(answer.list("calendars").last)
            #expect(answer.list("calendars").count == 3)
            #expect(holidays["id"] as? String == RunningConsole.holidays.id)
            #expect(holidays["writable"] as? Bool == false)
            #expect(holidays["watchable"] as? Bool == false)
            console.google.error = .reconnectNeeded
            let refused = try await console.call(.get, "integrations/\(integration.id)/calendars")
            #expect(refused.status == 409)
            #expect(refused.errorCode == "reconnect_needed")
        }
    }

    @Test func aResyncTellsTheWorkersToReadEverythingAgain() async throws {
        try await RunningConsole.connected { console, integration in
            let unlinked = try await console.call(.post, "classes/310/link/resync")
            #expect(unlinked.status == 404)
            _ = try await console.call(.put, "classes/310/link", body(integration))
            let answer = try await console.call(.post, "classes/310/link/resync")
            #expect(answer.status == 202)
            let command = try InputDecoder.decode(SyncCommand.self, from: console.producer.records[2].value)
            #expect(command.command == .resync)
            let ping = try InputDecoder.decode(GooglePing.self, from: console.producer.records[3].value)
            #expect(ping.trigger == .manual)
        }
    }

    @Test func classesAreListedWhetherTheyAreLinkedOrKnownOrBoth() async throws {
        try await RunningConsole.connected { console, integration in
            for (id, name) in [("310", "Strategy call"), ("311", "Workshop")] {
                try await console.store.note(
                    KnownClass(
                        accountId: "42", calendarId: "77", calendarName: "Coaching", classId: id, className: name))
            }
            _ = try await console.call(.put, "classes/310/link", body(integration))
            _ = try await console.call(.put, "classes/900%2F1/link", body(integration))
            let classes = try await console.call(.get, "classes").list("classes")
            #expect(classes.map { $0["classId"] as? String } == ["310", "311", "900/1"])
            #expect(classes[0]["className"] as? String == "Strategy call")
            #expect((classes[0]["link"] as? [String: Any])?["status"] as? String == "syncing")
            #expect(classes[1]["link"] is NSNull)
            #expect(classes[2]["className"] is NSNull)
            #expect(classes[2]["link"] is [String: Any])
            let status = try await console.call(.get, "status")
            #expect(status.list("links").count == 2)
        }
    }
}
