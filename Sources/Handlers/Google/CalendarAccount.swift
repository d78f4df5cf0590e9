public import GoogleCalendar

/// Google Calendar on behalf of one connected account.
public struct CalendarAccount: Sendable {
    public let calendar: GoogleCalendarClient
    public let tokens: any AccessTokenSource

    public init(calendar: GoogleCalendarClient, tokens: any AccessTokenSource) {
        self.calendar = calendar
        self.tokens = tokens
    }
}
