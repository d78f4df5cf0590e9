import CalendarSync
import Foundation
import Testing

@Suite struct LinkOptionsTests {
    private func decode(_ json: String) throws -> LinkOptions {
        try JSONDecoder().decode(LinkOptions.self, from: Data(json.utf8))
    }

    @Test(arguments: [
        "{}", #"{"tentative":null,"allDay":null,"title":null,"privacy":null,"reminders":null}"#,
        #"{"location":null,"linkBack":null,"visibility":null,"colorId":null}"#,
        #"{"nativeCopies":null,"stale":null,"blockWriter":null}"#, #"{"stale":{}}"#,
        #"{"stale":{"releaseAfterHours":null}}"#,
    ])
    func absentOptionsTakeTheirDefaults(json: String) throws {
        #expect(try decode(json) == LinkOptions())
        let options = LinkOptions()
        #expect(options.tentative == .block && options.allDay == .block && options.privacy == .full)
        #expect(options.title == "{{className}} — {{leadName}}" && options.reminders == nil)
        #expect(options.nativeCopies == .block && options.blockWriter == .kartra)
        #expect(options.stale.releaseAfterHours == nil)
        #expect(options.location.isEmpty && options.linkBack.isEmpty)
        #expect(options.visibility == .default && options.colorId == nil)
    }

    @Test func everyOptionIsReadAndWritten() throws {
        let options = LinkOptions(
            tentative: .ignore, allDay: .ignore, nativeCopies: .ignore, stale: .init(releaseAfterHours: 48),
            blockWriter: .googleCalendar, hostEdits: .restore, title: "{{leadName}}", privacy: .class,
            location: "Room 1", linkBack: "https://app.example/{{leadId}}", visibility: .private, colorId: "7",
            reminders: [.init(method: .popup, minutes: 0), .init(method: .email, minutes: 40_320)])
        let json = """
            {"allDay":"ignore","blockWriter":"googleCalendar","colorId":"7","hostEdits":"restore",\
            "linkBack":"https://app.example/{{leadId}}","location":"Room 1","nativeCopies":"ignore","privacy":"class",\
            "reminders":[{"method":"popup","minutes":0},{"method":"email","minutes":40320}],\
            "stale":{"releaseAfterHours":48},"tentative":"ignore","title":"{{leadName}}","visibility":"private"}
            """
        #expect(try decode(json) == options)
        #expect(String(decoding: try WireJSON.encode(options), as: UTF8.self) == json)
    }

    @Test(arguments: [
        (#"{"tentativ":"ignore"}"#, "tentativ"), (#"{"tentative":"maybe"}"#, "tentative"),
        (#"{"privacy":"secret"}"#, "privacy"), (#"{"title":""}"#, "title"), (#"{"title":"{{email}}"}"#, "title"),
        (#"{"title":"\#(String(repeating: "x", count: 201))"}"#, "title"),
        (#"{"reminders":[{"method":"popup","minutes":-1}]}"#, "reminders"),
        (#"{"reminders":[{"method":"popup","minutes":40321}]}"#, "reminders"),
        (#"{"reminders":[{"method":"fax","minutes":1}]}"#, "reminders[0].method"),
        (#"{"reminders":[{"method":"popup"}]}"#, "reminders[0].minutes"),
        (#"{"colorId":"12"}"#, "colorId"), (#"{"colorId":"0"}"#, "colorId"), (#"{"colorId":7}"#, "colorId"),
        (#"{"visibility":"confidential"}"#, "visibility"), (#"{"location":"{{leadName}}"}"#, "location"),
        (#"{"location":"\#(String(repeating: "x", count: 501))"}"#, "location"),
        (#"{"linkBack":"http://app.example/"}"#, "linkBack"), (#"{"linkBack":"{{leadName}}"}"#, "linkBack"),
        (#"{"nativeCopies":"drop"}"#, "nativeCopies"), (#"{"blockWriter":"google"}"#, "blockWriter"),
        (#"{"stale":"never"}"#, "stale"), (#"{"stale":{"releaseAfterDays":1}}"#, "stale.releaseAfterDays"),
        (#"{"stale":{"releaseAfterHours":0}}"#, "stale.releaseAfterHours"),
        (#"{"stale":{"releaseAfterHours":721}}"#, "stale.releaseAfterHours"),
        (#"{"stale":{"releaseAfterHours":1.5}}"#, "stale.releaseAfterHours"),
    ])
    func wrongOptionsAreNamed(json: String, field: String) throws {
        let rejection = try #require(throws: Rejection.self) {
            try InputDecoder.decode(LinkOptions.self, from: Array(json.utf8))
        }
        #expect(rejection.field == field)
    }

    @Test(arguments: [1, 720])
    func blocksMayBeReleasedAfterAnHourToThirtyDays(hours: Int) throws {
        #expect(try decode("{\"stale\":{\"releaseAfterHours\":\(hours)}}").stale.releaseAfterHours == hours)
    }

    @Test func blocksThatStayForEverAreWrittenAsNull() throws {
        #expect(
            String(decoding: try WireJSON.encode(LinkOptions.Stale()), as: UTF8.self) == #"{"releaseAfterHours":null}"#)
    }

    @Test func sixRemindersAreTooMany() throws {
        let one = #"{"method":"popup","minutes":5}"#
        func json(_ count: Int) -> String {
            "{\"reminders\":[" + Array(repeating: one, count: count).joined(separator: ",") + "]}"
        }
        #expect(try decode(json(5)).reminders?.count == 5)
        #expect(throws: DecodingError.self) { try decode(json(6)) }
    }
}
