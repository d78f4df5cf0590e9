import CalendarSync

/// The controls of the *Automation* step, each with its help and what is wrong with it.
struct AutomationForm {
    let draft: LinkDraft
    let error: ConsoleError?

    var values: [String: Any] {
        var values: [String: Any] = [
            "wanted": draft.isWanted, "unwanted": !draft.isWanted,
            "busyControls": [
                choice(
                    "tentative", "Events answered “maybe”", [("block", "Block the class"), ("ignore", "Do not block")],
                    help: "Google itself counts them as busy."),
                choice(
                    "allDay", "All-day events", [("block", "Block the class"), ("ignore", "Do not block")],
                    help: "Only those that are busy in Google; a birthday never blocks."),
            ],
            "moreBusyControls": [
                choice(
                    "nativeCopies", "Copies of bookings that Kartra's own Google sync writes",
                    [("block", "Block the class"), ("ignore", "Do not block")],
                    help: "Choose “Do not block” where that sync is still on for this class."),
                text(
                    "releaseAfterHours", "Take busy times out when Google cannot be read for so many hours", "number",
                    help: "1 to 720. Empty: they stay, however long it takes."),
                choice(
                    "blockWriter", "Busy times are written to",
                    [("kartra", "Kartra"), ("googleCalendar", "A Google calendar of their own, which Kartra reads")],
                    help: "The second is for a Kartra without the interface for busy times."),
            ],
            "eventControls": [
                text(
                    "title", "Title", "text",
                    help: "May hold {{className}}, {{calendarName}}, {{leadName}}, {{leadFirstName}}, {{hostName}}."),
                choice(
                    "privacy", "What the event tells",
                    [
                        ("full", "The title, and how to reach the lead"), ("class", "The name of the class only"),
                        ("busy", "“Busy”"),
                    ], help: "Whoever sees the Google calendar sees this."),
            ],
            "moreEventControls": [
                text(
                    "location", "Place", "text",
                    help: "May hold {{className}}, {{calendarName}}, {{hostName}} and ids. Empty: none."),
                text(
                    "linkBack", "Link back to Kartra", "url",
                    help: "An https address; may hold {{subscriptionId}} and {{leadId}}. Empty: none."),
                choice(
                    "visibility", "Visibility",
                    [("default", "As the calendar has it"), ("public", "Public"), ("private", "Private")],
                    help: "Google's own setting of the event."),
                choice("colorId", "Colour", Self.colours, help: "Google's colours of events."),
                choice(
                    "hostEdits", "When the event is moved or deleted in Google",
                    [("leave", "Leave it, and report it"), ("restore", "Put it back as booked")],
                    help: "Kartra is not changed in either case."),
            ],
            "remindControls": [
                choice(
                    "remind", "Reminders", [("calendar", "As the calendar has them"), ("own", "Those below")],
                    help: "“Those below” with none chosen: no reminder.", field: "options.reminders")
            ],
            "reminders": LinkDraft.reminders.map(reminder),
        ]
        for (name, list) in [("busyProblem", "moreBusyControls"), ("eventProblem", "moreEventControls")] {
            let controls = values[list] as? [[String: Any]] ?? []
            values[name] = controls.contains { ($0["problem"] as? [[String: String]])?.isEmpty == false }
        }
        values["ownReminders"] = draft.fields["remind"] == "own"
        values["target"] = [
            "problem": problem(["googleCalendarId", "integrationId", "calendarId"]).map { [["text": $0]] } ?? []
        ]
        values["failure"] = error.map { ["text": failure($0)] }
        return values
    }

    /// A field is marked where it stands; what is wrong with none of them is said here.
    private func failure(_ error: ConsoleError) -> String {
        let marked = draft.fields.keys.map { $0 == "releaseAfterHours" ? "options.stale.\($0)" : "options.\($0)" }
        let isMarked =
            problem(marked + ["options.reminders", "googleCalendarId", "integrationId", "calendarId"]) != nil
        return isMarked ? "correct the field that is marked below." : error.sentence
    }

    private static let colours =
        [("", "The calendar's own")]
        + [
            "Lavender", "Sage", "Grape", "Flamingo", "Banana", "Tangerine", "Peacock", "Graphite", "Blueberry", "Basil",
            "Tomato",
        ].enumerated().map { (String($0 + 1), $1) }

    private func text(_ name: String, _ label: String, _ type: String, help: String) -> [String: Any] {
        let field = name == "releaseAfterHours" ? "options.stale.releaseAfterHours" : "options.\(name)"
        return [
            "name": name, "label": label, "help": help, "input": ["type": type, "value": draft.fields[name] ?? ""],
            "problem": problem([field]).map { [["text": $0]] } ?? [],
        ]
    }

    private func choice(
        _ name: String, _ label: String, _ choices: [(String, String)], help: String, field: String? = nil
    ) -> [String: Any] {
        [
            "name": name, "label": label, "help": help,
            "select": [
                "choices": choices.map { value, text -> [String: Any] in
                    ["value": value, "text": text, "selected": draft.fields[name] == value]
                }
            ],
            "problem": problem([field ?? "options.\(name)"]).map { [["text": $0]] } ?? [],
        ]
    }

    private func reminder(_ index: Int) -> [String: Any] {
        let method = draft.fields["reminderMethod\(index)"] ?? ""
        return [
            "index": index, "number": index + 1, "minutes": draft.fields["reminderMinutes\(index)"] ?? "",
            "methods": [("", "none"), ("popup", "notification"), ("email", "e-mail")].map {
                value, text -> [String: Any] in
                ["value": value, "text": text, "selected": method == value]
            },
        ]
    }

    /// What the API says of one of the fields, or of what is in it.
    private func problem(_ fields: [String]) -> String? {
        guard case .invalid(let field, let detail)? = error,
            fields.contains(where: { field == $0 || field.hasPrefix($0 + "[") || field.hasPrefix($0 + ".") })
        else { return nil }
        // A form has no null: its field is empty.
        return detail.replacing(", or null", with: ", or empty")
    }
}
