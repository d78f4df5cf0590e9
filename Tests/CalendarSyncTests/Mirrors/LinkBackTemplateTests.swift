import CalendarSync
import Testing

@Suite struct LinkBackTemplateTests {
    @Test(arguments: [
        ("https://app.example/b/{{subscriptionId}}", "https://app.example/b/9001"),
        (
            "https://app.example:8443/?l={{leadId}}&c={{classId}}&k={{calendarId}}#{{accountId}}",
            "https://app.example:8443/?l=501&c=310&k=77#42"
        ),
        ("HTTPS://app.example", "HTTPS://app.example"),
    ])
    func putsTheIdsIn(template: String, url: String) {
        #expect(LinkBackTemplate(template).problem == nil)
        #expect(LinkBackTemplate(template).render(Sample.booking([])) == url)
    }

    @Test(arguments: [
        "http://app.example/", "app.example/{{leadId}}", "javascript:alert(1)", "https://", "https:///x",
        "//app.example",
        "https://{{classId}}.example/", "https://app.example:{{classId}}/", "https://me@app.example/",
        "https://me:secret@app.example/", "https://app.example@{{leadId}}/", "https://app.example/{{leadName}}",
        "https://app.example/{{leadEmail}}", "https://app.example/{{leadId", "https://app.example/{leadId}",
        "https://app.example/\" onclick=\"x", "https://app.example/<b>", "https://app.example/a b", " ",
        "https://app.example/\n", "https://ünï.example/", "https://a.example/" + String(repeating: "x", count: 500),
    ])
    func refusesWhatIsNoSafeAddress(template: String) {
        #expect(LinkBackTemplate(template).problem != nil)
    }

    @Test func anIdCannotLeaveItsPlace() {
        let lead = Lead(id: "../?x=\"#{{classId}}", firstName: "", lastName: "", email: "", phone: "")
        #expect(
            LinkBackTemplate("https://app.example/{{leadId}}/").render(Sample.booking([], lead: lead))
                == "https://app.example/..%2F%3Fx%3D%22%23%7B%7BclassId%7D%7D/")
    }

    @Test func emptyIsNone() {
        #expect(LinkBackTemplate("").problem == nil && LinkBackTemplate("").render(Sample.booking([])) == nil)
    }
}
