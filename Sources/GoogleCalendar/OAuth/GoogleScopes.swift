/// The permissions asked for: the least that lets a host choose calendars, be mirrored to and be read for busy times.
/// https://developers.google.com/workspace/calendar/api/auth
public enum GoogleScopes {
    public static let events = "https://www.googleapis.com/auth/calendar.events"
    public static let calendarListReadOnly = "https://www.googleapis.com/auth/calendar.calendarlist.readonly"
    public static let freeBusy = "https://www.googleapis.com/auth/calendar.freebusy"
    /// Makes calendars, and manages those that it made.
    public static let appCreatedCalendars = "https://www.googleapis.com/auth/calendar.app.created"
    public static let openID = "openid"
    public static let email = "email"

    public static let required = [events, calendarListReadOnly, freeBusy, openID, email]
    /// What the consent page is asked for. A grant without `appCreatedCalendars` is complete all the same: only links that
    /// have their busy times written to a Google calendar need it.
    public static let requested = required + [appCreatedCalendars]

    /// The required scopes the user did not grant: each has a check box of its own on the consent page.
    /// Wider scopes of earlier consents count, as `include_granted_scopes` brings them along.
    public static func missing(from granted: some Sequence<String>) -> [String] {
        let granted = Set(granted)
        return required.filter { scope in
            !granted.contains(scope) && granted.isDisjoint(with: wider[scope] ?? [])
        }
    }

    /// Whether calendars can be made with this grant (`calendars.insert`).
    public static func canMakeCalendars(_ granted: some Sequence<String>) -> Bool {
        !Set(granted).isDisjoint(with: [
            appCreatedCalendars, full, "https://www.googleapis.com/auth/calendar.calendars",
        ])
    }

    private static let full = "https://www.googleapis.com/auth/calendar"
    private static let readOnly = "https://www.googleapis.com/auth/calendar.readonly"
    private static let wider: [String: Set<String>] = [
        events: [full],
        calendarListReadOnly: [full, readOnly, "https://www.googleapis.com/auth/calendar.calendarlist"],
        freeBusy: [full, readOnly, "https://www.googleapis.com/auth/calendar.events.freebusy"],
        // The token endpoint gives this one back for `email`.
        email: ["https://www.googleapis.com/auth/userinfo.email"],
    ]
}
