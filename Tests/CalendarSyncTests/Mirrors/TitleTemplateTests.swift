import CalendarSync
import Testing

@Suite struct TitleTemplateTests {
    @Test(arguments: [
        (LinkOptions.defaultTitle, "Strategy call — Ana Lopez"),
        ("{{calendarName}}: {{className}} ({{hostName}})", "Coaching: Strategy call (Sam Reed)"),
        ("{{leadFirstName}}{{leadFirstName}}", "AnaAna"),
        ("  plain { text }  ", "plain { text }"),
        ("{{className}}}", "Strategy call}"),
    ])
    func putsTheNamesIn(template: String, title: String) {
        #expect(TitleTemplate(template).problem == nil)
        #expect(TitleTemplate(template).render(Sample.booking([])) == title)
    }

    @Test(arguments: [
        "", "   ", "\n", "{{leadEmail}}", "{{ className }}", "{{}}", "{{className", "className}}", "}}{{",
        "{{{className}}}",
        "{{lead{{className}}Name}}", "{{classname}}", "{{className}} {{", String(repeating: "x", count: 201),
    ])
    func refusesWhatItDoesNotKnow(template: String) {
        #expect(TitleTemplate(template).problem != nil)
    }

    @Test func tellsTheNamesThatItKnows() throws {
        let problem = try #require(TitleTemplate("{{nobody}}").problem)
        for name in ["className", "calendarName", "leadName", "leadFirstName", "hostName"] {
            #expect(problem.contains("{{\(name)}}"))
        }
        #expect(!problem.contains("nobody"))
    }

    @Test func namesThatLookLikePlaceholdersStayWhatTheyAre() {
        let lead = Lead(id: "1", firstName: "{{hostName}}", lastName: "{{", email: "", phone: "")
        let booking = Sample.booking([], lead: lead, className: "}} {{leadName}}")
        #expect(TitleTemplate("{{leadName}}|{{className}}").render(booking) == "{{hostName}} {{|}} {{leadName}}")
    }

    @Test func missingNamesLeaveNothingBehind() {
        let booking = Sample.booking([], hosts: [])
        #expect(TitleTemplate("{{hostName}} {{className}}").render(booking) == "Strategy call")
        #expect(TitleTemplate("{{hostName}}").render(booking) == "")
        let nobody = Lead(id: "1", firstName: "", lastName: "", email: "", phone: "")
        let nameless = Sample.booking([], lead: nobody)
        #expect(TitleTemplate(LinkOptions.defaultTitle).render(nameless) == "Strategy call")
    }
}
