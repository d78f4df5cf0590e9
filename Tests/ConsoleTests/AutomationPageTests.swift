import CalendarSync
import Foundation
import OutboundHTTP
import Testing
import TestSupport

@testable import Console

/// The *Automation* step of a class, by its form.
@Suite(.timeLimit(.minutes(1))) struct AutomationPageTests {
    private static let path = "/calendars/77/classes/310"

    /// What a browser sends of the form as it stands, but for `changes`.
    private func fields(_ page: HTMLPage, _ changes: [String: String]) -> [String: String] {
        var fields: [String: String] = [:]
        for control in page.all("input", "select") {
            guard let name = control.attributes["name"] else { continue }
            if control.type != "radio" || control.attributes["checked"] != nil {
                fields[name] = control.attributes["value"] ?? ""
            }
        }
        var selects = page.all("select").makeIterator()
        var name: String?
        for element in page.all("select", "option") {
            if element.name == "select" {
                name = selects.next()?.attributes["name"]
            } else if let name, element.attributes["selected"] != nil {
                fields[name] = element.attributes["value"]
            }
        }
        return fields.merging(changes) { $1 }
    }

    private func target(_ integration: Integration, _ calendar: GoogleCalendarChoice = RunningConsole.work) -> String {
        integration.id + "/" + calendar.id
    }

    @Test func calendarsAreOfferedWithColourAndRoleAndWhatCannotBeDone() async throws {
        try await RunningConsole.connected { console, _ in
            console.google.calendars.append(
                GoogleCalendarChoice(
                    id: "quiet", name: "Quiet", timeZone: nil, accessRole: "owner", primary: false, writable: true,
                    watchable: false))
            let text = try await Browser(console).get(Browser.path(Self.path)).text
            for words in [
                "(tomato, owner)", "Team · host@example.com (may change events)", "(may only read, cannot be written)",
                "(owner, read every minute, as Google does not push its changes)",
            ] { #expect(text.contains(words), "\(words)") }
        }
    }

    @Test func theFormAsItComesMakesALinkWithEveryDefault() async throws {
        try await RunningConsole.connected { console, integration in
            let browser = try await Browser(console)
            let fields = fields(
                try await browser.page(Self.path),
                ["sync": "yes", "googleCalendar": target(integration), "do": "save"])
            let answer = try await browser.post(raw: Self.path, fields)
            #expect(answer.location == "/console/accounts/42/classes/310?notice=saved")
            let link = try #require(try await console.store.link(RunningConsole.classKey))
            #expect(link.options == LinkOptions())
            #expect(link.calendarId == "77")
            #expect(link.googleCalendarId == RunningConsole.work.id)
            #expect(console.producer.records.count > 0)
            _ = try await browser.page("/classes/310?notice=saved")
        }
    }

    @Test func everyOptionCanBeChosenAndIsShownAsChosen() async throws {
        try await RunningConsole.connected(
            scopes: ["https://www.googleapis.com/auth/calendar.app.created"]
        ) { console, integration in
            let browser = try await Browser(console)
            let chosen = [
                "sync": "yes", "googleCalendar": target(integration, RunningConsole.team), "do": "save",
                "tentative": "ignore", "allDay": "ignore", "nativeCopies": "ignore", "hostEdits": "restore",
                "blockWriter": "googleCalendar", "privacy": "class", "visibility": "private",
                "title": "{{leadName}} & more", "location": "Room 1", "linkBack": "https://app.example/{{leadId}}",
                "colorId": "11", "releaseAfterHours": "24", "remind": "own", "reminderMethod0": "popup",
                "reminderMinutes0": "10", "reminderMethod4": "email", "reminderMinutes4": "60",
            ]
            let answer = try await browser.post(
                raw: Self.path, fields(try await browser.page(Self.path), chosen))
            #expect(answer.status == 303)
            let link = try #require(try await console.store.link(RunningConsole.classKey))
            #expect(
                link.options
                    == LinkOptions(
                        tentative: .ignore, allDay: .ignore, nativeCopies: .ignore,
                        stale: LinkOptions.Stale(releaseAfterHours: 24), blockWriter: .googleCalendar,
                        hostEdits: .restore, title: "{{leadName}} & more", privacy: .class, location: "Room 1",
                        linkBack: "https://app.example/{{leadId}}", visibility: .private, colorId: "11",
                        reminders: [
                            LinkOptions.Reminder(method: .popup, minutes: 10),
                            LinkOptions.Reminder(method: .email, minutes: 60),
                        ]))
            // The form shows what was saved, so that saving it anew changes nothing.
            let again = fields(try await browser.page(Self.path), ["do": "save"])
            #expect(again["sync"] == "yes")
            let unescaped = again.mapValues { $0.replacingOccurrences(of: "&amp;", with: "&") }
            #expect(try await browser.post(raw: Self.path, unescaped).status == 303)
            #expect(try await console.store.link(RunningConsole.classKey) == link)
        }
    }

    @Test func aPreviewSavesNothing() async throws {
        try await RunningConsole.connected { console, integration in
            let day = SourceEvent(
                id: "d", seriesId: "d", status: .confirmed, start: .day("2026-12-10"), end: .day("2026-12-11"))
            let free = SourceEvent(
                id: "f", seriesId: "f", status: .confirmed, start: .day("2026-12-12"), end: .day("2026-12-13"),
                isTransparent: true)
            console.google.events = CalendarEvents(timeZone: "America/Denver", events: [day, free])
            let browser = try await Browser(console)
            let answer = try await browser.post(
                raw: Self.path,
                fields(
                    try await browser.page(Self.path),
                    ["sync": "yes", "googleCalendar": target(integration), "title": "Mine", "do": "preview"]))
            #expect(answer.status == 200)
            let page = Browser.checked(answer, "preview")
            #expect(page.all("strong").map(\.text) == ["1", "1"])
            #expect(answer.text.contains("1 would not: shown as free in Google"))
            #expect(answer.text.contains("<dd>Mine</dd>"))
            #expect(answer.text.contains("Alex Example\nalex@example.com\n"))
            #expect(page.input("title")?.attributes["value"] == "Mine")
            #expect(try await console.store.link(RunningConsole.classKey) == nil)
            #expect(console.producer.records.isEmpty)
        }
    }

    @Test(arguments: [
        (["title": ""], "title"), (["title": "{{nobody}}"], "title"), (["linkBack": "http://x.example"], "linkBack"),
        (["releaseAfterHours": "721"], "releaseAfterHours"), (["releaseAfterHours": "soon"], "releaseAfterHours"),
        (["blockWriter": "googleCalendar"], "blockWriter"), (["privacy": "none"], "privacy"),
        (["googleCalendar": ""], "googleCalendar"), (["googleCalendar": "x/y"], "googleCalendar"),
        (["remind": "own", "reminderMethod0": "popup", "reminderMinutes0": "40321"], "remind"),
        (["remind": "own", "reminderMethod0": "popup", "reminderMinutes0": ""], "remind"),
    ])
    func whatCannotBeIsSaidBesideItsField(changes: [String: String], field: String) async throws {
        try await RunningConsole.connected { console, integration in
            let browser = try await Browser(console)
            let chosen = ["sync": "yes", "googleCalendar": target(integration), "location": "Kept", "do": "save"]
            let answer = try await browser.post(
                raw: Self.path, fields(try await browser.page(Self.path), chosen.merging(changes) { $1 }))
            #expect(answer.status == 422)
            let page = Browser.checked(answer, "refused")
            let invalid = page.elements.filter { $0.attributes["aria-invalid"] == "true" }
            #expect(invalid.compactMap { $0.attributes["name"] } == [field])
            #expect(page.elements.contains { $0.attributes["id"] == "e-\(field)" })
            #expect(page.input("location")?.attributes["value"] == "Kept")
            #expect(try await console.store.link(RunningConsole.classKey) == nil)
        }
    }

    @Test func calendarsThatCannotBeWrittenAreListedWithTheReason() async throws {
        try await RunningConsole.connected { console, integration in
            let browser = try await Browser(console)
            let options = try await browser.page(Self.path).all("option")
            let holidays = try #require(
                options.first { $0.attributes["value"] == target(integration, RunningConsole.holidays) })
            #expect(holidays.attributes["disabled"] != nil)
            #expect(holidays.text.contains("cannot be written"))
            let work = try #require(options.first { $0.attributes["value"] == target(integration) })
            #expect(work.attributes["disabled"] == nil)
            console.google.error = .reconnectNeeded
            let answer = try await browser.get(Browser.path(Self.path))
            #expect(answer.status == 200)
            #expect(answer.text.contains("no longer accepts this integration"))
        }
    }

    @Test func choosingNoForALinkedClassAsksBeforeItEnds() async throws {
        try await RunningConsole.connected { console, integration in
            let browser = try await Browser(console)
            let no = fields(try await browser.page(Self.path), ["sync": "no", "do": "save"])
            #expect(try await browser.post(raw: Self.path, no).location == "/console/accounts/42/calendars/77")
            _ = try await console.call(.put, "classes/310/link", RunningConsole.linkBody(integration))
            #expect(
                try await browser.post(raw: Self.path, no).location == "/console/accounts/42/classes/310/unlink")
            #expect(try await console.store.link(RunningConsole.classKey) != nil)
        }
    }

    @Test func aClassThatNoBookingHasNamedIsOpenedByItsIds() async throws {
        try await RunningConsole.serving { console in
            let browser = try await Browser(console)
            let answer = try await browser.get(Browser.path("/calendars?calendar=77&class=3%2F1"))
            #expect(answer.location == "/console/accounts/42/calendars/77/classes/3%2F1")
            #expect(
                try await browser.page("/calendars/77/classes/3%2F1").all("h1").first?.text == "Automation: Class 3/1")
        }
    }
}
