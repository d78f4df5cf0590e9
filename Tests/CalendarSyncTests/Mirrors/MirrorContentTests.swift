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
