import CalendarSync
import Foundation
import Testing

@Suite struct MirrorContentTests {
    private func content(
        _ options: LinkOptions = LinkOptions(), minutes: Int = 60, start: String = Sample.start,
        lead: Lead = Sample.lead, className: String = "Strategy call"
    ) throws -> MirrorContent {
        let session = try Sample.session(start, minutes: minutes)
        return MirrorContent(
            session: session, booking: Sample.booking([session], lead: lead, className: className), options: options)
    }

    @Test func fullPrivacyTellsWhoComes() throws {
        let content = try content()
        #expect(content.title == "Strategy call — Ana Lopez")
        #expect(
            content.description
                == "Ana Lopez<br>ana@example.com<br>+1 5550100<br>Coaching · Strategy call")
        #expect(content.startsAt.rfc3339 == "2026-12-11T16:00:00Z")
        #expect(content.endsAt.rfc3339 == "2026-12-11T17:00:00Z")
        #expect(content.timeZone == "America/Denver")
    }

    @Test func otherPrivaciesTellNothingOfTheLead() throws {
        let byClass = try content(LinkOptions(title: "{{leadName}}", privacy: .class))
        #expect(byClass.title == "Strategy call" && byClass.description == nil)
        let busy = try content(LinkOptions(title: "{{leadName}}", privacy: .busy))
        #expect(busy.title == "Busy" && busy.description == nil)
    }

    @Test func markupInNamesIsText() throws {
        let lead = Lead(
            id: "1", firstName: "<b>A</b>", lastName: "&amp; \"B\"", email: "", phone: "<\u{338}script>")
        let content = try content(lead: lead)
        #expect(content.title == "Strategy call — <b>A</b> &amp; \"B\"", "titles are plain text")
        #expect(
            content.description
                == "&lt;b&gt;A&lt;/b&gt; &amp;amp; \"B\"<br>&lt;\u{338}script&gt;<br>Coaching · Strategy call")
    }

    @Test func longTitlesAreCut() throws {
        let name = String(repeating: "ü", count: 5_000)
        #expect(try content(className: name).title.count == 1_024)
        #expect(try content(LinkOptions(privacy: .class), className: name).title.count == 1_024)
    }

    @Test func whereItTakesPlaceIsSaidUnlessOnlyBusyIsShown() throws {
        let place = "{{hostName}}, {{className}}"
        #expect(try content(LinkOptions(location: place)).location == "Sam Reed, Strategy call")
        #expect(try content(LinkOptions(privacy: .class, location: place)).location == "Sam Reed, Strategy call")
        #expect(try content(LinkOptions(privacy: .busy, location: place)).location == nil)
        #expect(try content().location == nil)
    }

    @Test func theWayBackToKartraIsALinkAtTheEnd() throws {
        let options = LinkOptions(linkBack: "https://app.example/?a={{subscriptionId}}&b='{{leadId}}'")
        let lead = Lead(id: "5/0 <1>", firstName: "Ana", lastName: "", email: "", phone: "")
        #expect(
            try content(options, lead: lead).description == """
                Ana<br>Coaching · Strategy call<br>\
                <a href="https://app.example/?a=9001&amp;b='5%2F0%20%3C1%3E'">Open in Kartra</a>
                """)
        var shy = options
        shy.privacy = .class
        #expect(try content(shy).description == nil)
    }

    @Test func aLongDescriptionIsCutBeforeItsLinkAndNeverInsideAnEntity() throws {
        let options = LinkOptions(linkBack: "https://app.example/{{subscriptionId}}")
        for length in [7_000, 8_100, 8_192, 20_000] {
            let lead = Lead(
                id: "1", firstName: String(repeating: "&", count: length), lastName: "", email: "", phone: "")
            let text = try #require(try content(options, lead: lead).description)
            #expect(text.utf16.count <= 8_192)
            #expect(text.hasSuffix("<br><a href=\"https://app.example/9001\">Open in Kartra</a>"))
            #expect(text.components(separatedBy: "<br>")[0].replacingOccurrences(of: "&amp;", with: "").isEmpty)
        }
    }

    @Test func whatWouldBreakALineIsASpace() throws {
        let lead = Lead(id: "1", firstName: "A\nB\u{0}C", lastName: "\u{2028}D", email: "", phone: "")
        let content = try content(lead: lead)
        #expect(content.title == "Strategy call — A B C  D")
        #expect(content.description?.hasPrefix("A B C  D<br>") == true)
    }

    @Test func hashChangesWithEveryVisibleDifference() throws {
        let popup = LinkOptions.Reminder(method: .popup, minutes: 10)
        let email = LinkOptions.Reminder(method: .email, minutes: 10)
        let lead = Lead(id: "501", firstName: "Ana", lastName: "Lopez", email: "ana@example.com", phone: "+1 5550101")
        let contents = [
            try content(), try content(minutes: 61), try content(start: "2026-12-11T16:00:01Z"),
            try content(lead: lead),
            try content(LinkOptions(privacy: .class)), try content(LinkOptions(privacy: .busy)),
            try content(LinkOptions(title: "x")), try content(LinkOptions(reminders: [])),
            try content(LinkOptions(reminders: [popup])), try content(LinkOptions(reminders: [email])),
            try content(LinkOptions(location: "a")), try content(LinkOptions(colorId: "1")),
            try content(LinkOptions(colorId: "2")), try content(LinkOptions(visibility: .private)),
            try content(LinkOptions(visibility: .public)), try content(LinkOptions(linkBack: "https://a.example")),
            try content(LinkOptions(reminders: [popup, email])), try content(className: "Strategy call "),
        ]
        #expect(Set(contents.map(\.hash)).count == contents.count)
        #expect(try content().hash == content().hash)
    }

    @Test func hashSaysNothingThatAMarkerMayNotHold() throws {
        let hash = try content().hash
        #expect(hash.count == 26 && hash.allSatisfy { "0123456789abcdefghijklmnopqrstuv".contains($0) })
    }
}
