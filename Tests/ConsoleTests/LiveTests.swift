import CalendarSync
import Foundation
import OutboundHTTP
import Synchronization
import Testing
import TestSupport

@testable import Console

/// Open pages that are kept up to date. A stream is whole when it has ended, so the tests end it: by its session's end.
@Suite(.timeLimit(.minutes(1))) struct LiveTests {
    /// A clock that a test moves.
    private final class Time: Sendable {
        private let ahead = Mutex(TimeInterval(0))

        var now: Date { RunningConsole.now.addingTimeInterval(ahead.withLock { $0 }) }

        func pass(_ seconds: TimeInterval) { ahead.withLock { $0 += seconds } }
    }

    private func linked(
        pace: LivePace = LivePace(look: .milliseconds(5), heartbeat: .milliseconds(100)),
        _ test: (RunningConsole, Browser, Time) async throws -> Void
    ) async throws {
        let time = Time()
        try await RunningConsole.serving(now: { time.now }, livePace: pace) { console in
            let keys = try #require(RunningConsole.keys)
            let id = Integration.id(accountId: "42", subject: "sub-1")
            try await console.store.save(
                Integration(
                    accountId: "42", subject: "sub-1", email: "host@example.com", scopes: [],
                    connectedAt: time.now, sealedRefreshToken: try keys.seal("r", context: id)))
            console.google.calendars = [RunningConsole.work]
            let integration = try #require(try await console.store.integration(id: id))
            _ = try await console.call(.put, "classes/310/link", RunningConsole.linkBody(integration))
            try await test(console, try await Browser(console), time)
        }
    }

    /// Opens a page and waits until it was told what it shows.
    private func open(_ path: String, _ browser: Browser) async throws -> OpenPage {
        let page = try OpenPage.open(path, browser)
        #expect(await eventually { !page.events.isEmpty || page.isOver }, "\(path)")
        return page
    }

    @Test func whatChangesIsSentOnceAndBetweenThatOnlyHeartbeats() async throws {
        try await linked { console, browser, time in
            let page = try await open("/classes/310/live", browser)
            #expect(page.text.contains("Content-Type: text/event-stream; charset=utf-8"))
            #expect(await eventually { page.text.contains("\n\n: here\n\n") })
            try await console.changeLink { $0.pause(at: RunningConsole.now) }
            #expect(await eventually { page.region("headline").contains("Paused since") })
            #expect(page.region("state").contains("/classes/310/resume"))
            let heartbeats = page.text.split(separator: ": here").count
            #expect(await eventually { page.text.split(separator: ": here").count > heartbeats + 1 })
            #expect(page.events.map(\.isQuiet) == [true, false])
            #expect(Set(page.events[0].regions.keys) == ["headline", "state", "week", "activity"])
            #expect(Set(page.events[1].regions.keys) == ["headline", "state"])
            time.pass(ConsoleSession.lifetime)
            #expect(await eventually { page.isOver }, "it ends with the session")
        }
    }

    @Test func aFragmentIsWhatThePageHasThere() async throws {
        try await linked { console, browser, time in
            for path in ["/classes/310", "/integrations", "/calendars/77"] {
                let html = try await browser.get(Browser.path(path)).text
                let page = HTMLPage(html)
                let link = try #require(page.all("a").first { $0.attributes["data-live-url"] != nil })
                #expect(link.text == "Refresh" && link.attributes["href"] == Browser.path(path))
                #expect(link.attributes["data-live-url"] == Browser.path(path + "/live"))
                #expect(page.all("script").map { $0.attributes["src"] } == ["/console/assets/live.js"])
                // Only a sentence is read out.
                let marked = page.all("div").map(\.attributes).filter { $0.keys.contains("data-live") }
                #expect(marked.count { $0["aria-live"] == "polite" } == 1)
                #expect(Set(LiveRegions.cut(html).keys) == Set(marked.compactMap { $0["data-live"] }))
            }
            let html = try await browser.get(Browser.path("/integrations")).text
            let open = try await open("/integrations/live", browser)
            #expect(open.events.first?.regions == LiveRegions.cut(html))
            open.close()
        }
    }

    @Test func aNewIntegrationAndANewClassAppear() async throws {
        try await linked { console, browser, _ in
            let integrations = try await open("/integrations/live", browser)
            let calendar = try await open("/calendars/77/live", browser)
            let keys = try #require(RunningConsole.keys)
            let id = Integration.id(accountId: "42", subject: "sub-2")
            try await console.store.save(
                Integration(
                    accountId: "42", subject: "sub-2", email: "second@example.com", scopes: [],
                    connectedAt: RunningConsole.now, sealedRefreshToken: try keys.seal("r", context: id)))
            #expect(await eventually { integrations.region("summary").contains("2 connected") })
            #expect(integrations.region("integrations").contains("second@example.com"))
            try await console.store.note(
                KnownClass(
                    accountId: "42", calendarId: "77", calendarName: "Coaching", classId: "311",
                    className: "Group <b>session</b>"))
            #expect(await eventually { calendar.region("summary").contains("1 of 2 classes linked") })
            #expect(calendar.region("classes").contains("Group &lt;b&gt;session"))
            integrations.close()
            calendar.close()
        }
    }

    @Test func whatOnlyGrowsOlderIsSaidQuietly() async throws {
        try await linked(pace: LivePace(look: .milliseconds(5), refresh: .milliseconds(20))) { console, browser, time in
            try await console.changeFeed { $0.lastSyncedAt = RunningConsole.now }
            try await console.changeLink {
                $0.blocksCompleteAt = RunningConsole.now
                $0.lastChangeAt = RunningConsole.now
            }
            let page = try await open("/classes/310/live", browser)
            #expect(page.region("headline").contains("last change just now"))
            time.pass(40)
            #expect(await eventually { page.region("headline").contains("last change 40 s ago") })
            #expect(page.events.allSatisfy { $0.isQuiet == true })
            page.close()
        }
    }

    @Test func aStreamOfWhatIsGoneEnds() async throws {
        try await linked { console, browser, _ in
            let page = try await open("/classes/310/live", browser)
            let link = try #require(try await console.store.link(RunningConsole.classKey))
            try await console.store.begin(Unlinking(link: link, removal: .nothing, requestedAt: RunningConsole.now))
            #expect(await eventually { page.region("headline").contains("Being unlinked") })
            var unlinking = try #require(try await console.store.unlinking(RunningConsole.classKey))
            unlinking.certificate = UnlinkCertificate(issuedAt: RunningConsole.now)
            try await console.store.save(unlinking)
            #expect(await eventually { page.isOver && page.events.last?.name == "end" })
            #expect(try await browser.get(Browser.path("/classes/310/live")).status == 404)
        }
    }

    @Test func whoMayNotSeeThePageGetsNoStream() async throws {
        try await linked { console, browser, _ async throws in
            #expect(try await browser.get(Browser.path("/classes/310/live", account: "43")).status == 404)
            #expect(try await console.request(.get, Browser.path("/classes/310/live")).status == 401)
        }
    }

    @Test func aSessionHasFourStreamsAndThePlacesComeBack() async throws {
        try await linked { console, browser, time in
            var pages: [OpenPage] = []
            for _ in 0..<4 { pages.append(try await open("/integrations/live", browser)) }
            let fifth = try await browser.get(Browser.path("/integrations/live"))
            #expect(fifth.status == 429)
            #expect(fifth.text.contains("Too many pages are open"))
            // Another session is not kept out.
            let other = try await open("/integrations/live", try await Browser(console))
            #expect(other.events.count == 1)
            // A browser that goes elsewhere is missed by the next heartbeat.
            for page in pages + [other] { page.close() }
            let again = try await open(whenFree: "/integrations/live", browser)
            #expect(again.events.count == 1)
            again.close()
        }
    }

    @Test func whoeverGoesElsewhereGivesTheirPlaceBackAtOnce() async throws {
        try await linked(pace: LivePace(look: .milliseconds(5), refresh: .seconds(60), heartbeat: .seconds(60))) {
            console, browser, time in
            for _ in 0..<8 {
                let page = try await open(whenFree: "/integrations/live", browser)
                #expect(page.events.count == 1)
                page.close()
            }
        }
    }

    /// As a browser that comes back.
    private func open(whenFree path: String, _ browser: Browser) async throws -> OpenPage {
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            let page = try await open(path, browser)
            if !page.isOver || ContinuousClock.now > deadline { return page }
        }
    }

    @Test func soManyPlacesThereAreAndNoMore() throws {
        let seats = LiveSeats(mostOfSession: 2, most: 3)
        var held = [try seats.take(for: "a"), try seats.take(for: "a"), try seats.take(for: "b")]
        #expect(throws: ConsoleError.tooManyPages) { try seats.take(for: "a") }
        #expect(throws: ConsoleError.tooManyPages) { try seats.take(for: "c") }
        #expect(seats.count == 3)
        held.removeAll()
        #expect(seats.count == 0)
        #expect(throws: Never.self) { try seats.take(for: "c") }
    }

    @Test func shuttingDownEndsTheStreams() async throws {
        let pages = Mutex<[OpenPage]>([])
        // The server stops when the closure returns, and the test goes on when it has: within its time limit.
        try await linked { _, browser, _ in
            let page = try await open("/integrations/live", browser)
            pages.withLock { $0 = [page] }
        }
        let page = try #require(pages.withLock { $0.first })
        #expect(await eventually { page.isOver })
    }

    @Test func theScriptIsAnAssetThatTheBrowserIsAllowed() async throws {
        try await RunningConsole.serving { console in
            let script = try await console.request(.get, "/console/assets/live.js")
            #expect(script.status == 200)
            #expect(script.response.headers["Content-Type"] == "text/javascript; charset=utf-8")
            let policy = try #require(script.response.headers["Content-Security-Policy"])
            #expect(policy.contains("script-src 'self'") && policy.contains("connect-src 'self'"))
            #expect(!policy.contains("unsafe"))
        }
    }
}
