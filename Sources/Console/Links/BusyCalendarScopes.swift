/// The permissions of which one lets us make the Google calendar that busy blocks are written to.
/// https://developers.google.com/workspace/calendar/api/v3/reference/calendars/insert
enum BusyCalendarScopes {
    private static let any: Set = [
        "https://www.googleapis.com/auth/calendar.app.created",
        "https://www.googleapis.com/auth/calendar.calendars",
        "https://www.googleapis.com/auth/calendar",
    ]

    static func suffice(_ granted: [String]) -> Bool { !any.isDisjoint(with: granted) }
}
