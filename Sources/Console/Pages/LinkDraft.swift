import CalendarSync
import Foundation

/// What stands in the form of the *Automation* step, also where it cannot be saved.
struct LinkDraft {
    /// A calendar of an integration, as one choice: so the form works without JavaScript.
    struct Target: Hashable {
        let integrationId: String
        let googleCalendarId: String

        init(integrationId: String, googleCalendarId: String) {
            self.integrationId = integrationId
            self.googleCalendarId = googleCalendarId
        }

        init?(_ text: String) {
            guard let slash = text.firstIndex(of: "/") else { return nil }
            integrationId = String(text[..<slash])
            googleCalendarId = String(text[text.index(after: slash)...])
        }

        /// Ids of integrations hold no slash.
        var text: String { integrationId + "/" + googleCalendarId }
    }

    /// As many as Google takes.
    static let reminders = 0..<5

    let calendarId: String
    /// Whether "Yes" was chosen.
    let isWanted: Bool
    let target: Target?
    /// By the names of the options, as a form has them.
    let fields: [String: String]

    /// As the class is linked; with every default where it is not. The page is opened to say "Yes".
    init(_ link: ClassLink?, calendarId: String) {
        self.calendarId = calendarId
        isWanted = true
        target = link.map { Target(integrationId: $0.integrationId, googleCalendarId: $0.googleCalendarId) }
        let options = link?.options ?? LinkOptions()
        var fields = [
            "tentative": options.tentative.rawValue, "allDay": options.allDay.rawValue,
            "nativeCopies": options.nativeCopies.rawValue, "hostEdits": options.hostEdits.rawValue,
            "blockWriter": options.blockWriter.rawValue, "privacy": options.privacy.rawValue,
            "visibility": options.visibility.rawValue, "title": options.title, "location": options.location,
            "linkBack": options.linkBack, "colorId": options.colorId ?? "",
            "releaseAfterHours": options.stale.releaseAfterHours.map(String.init) ?? "",
            "remind": options.reminders == nil ? "calendar" : "own",
        ]
        for (index, reminder) in (options.reminders ?? []).enumerated() {
            fields["reminderMethod\(index)"] = reminder.method.rawValue
            fields["reminderMinutes\(index)"] = String(reminder.minutes)
        }
        self.fields = fields
    }

    init(_ form: Form, calendarId: String) {
        self.calendarId = calendarId
        isWanted = form["sync"] == "yes"
        target = form["googleCalendar"].flatMap(Target.init)
        var names = [
            "tentative", "allDay", "nativeCopies", "hostEdits", "blockWriter", "privacy", "visibility", "title",
            "location", "linkBack", "colorId", "releaseAfterHours", "remind",
        ]
        names += Self.reminders.flatMap { ["reminderMethod\($0)", "reminderMinutes\($0)"] }
        fields = Dictionary(uniqueKeysWithValues: names.map { ($0, form[$0] ?? "") })
    }

    /// The body that the JSON API would be sent: what may stand in it is decided in one place.
    func request() throws -> LinkRequest {
        guard let target else { throw ConsoleError.invalid(field: "googleCalendarId", detail: "must be chosen") }
        var options: [String: Any] = [:]
        for name in [
            "tentative", "allDay", "nativeCopies", "hostEdits", "blockWriter", "privacy", "visibility", "title",
            "location", "linkBack",
        ] { options[name] = fields[name] }
        if let colour = filled("colorId") { options["colorId"] = colour }
        if let hours = filled("releaseAfterHours") { options["stale"] = ["releaseAfterHours": Self.number(hours)] }
        if fields["remind"] == "own" {
            options["reminders"] = Self.reminders.compactMap { index -> [String: Any]? in
                guard let method = filled("reminderMethod\(index)") else { return nil }
                return ["method": method, "minutes": Self.number(filled("reminderMinutes\(index)") ?? "")]
            }
        }
        let body: [String: Any] = [
            "calendarId": calendarId, "integrationId": target.integrationId,
            "googleCalendarId": target.googleCalendarId, "options": options,
        ]
        return try LinkRequest(json: Array(try JSONSerialization.data(withJSONObject: body)))
    }

    private func filled(_ name: String) -> String? {
        let text = fields[name]?.trimmingCharacters(in: .whitespacesAndNewlines)
        return text?.isEmpty == false ? text : nil
    }

    /// What is no number stays a text, which the API refuses by name.
    private static func number(_ text: String) -> Any { Int(text).map { $0 as Any } ?? text }
}
