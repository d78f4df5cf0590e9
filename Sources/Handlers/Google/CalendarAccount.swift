public import GoogleCalendar

/// Google Calendar on behalf of one connected account.
public struct CalendarAccount: Sendable {
    public let calendar: GoogleCalendarClient
    public let tokens: any AccessTokenSource
    /// Shared by all who write.
    public let turns: CalendarTurns

    public init(calendar: GoogleCalendarClient, tokens: any AccessTokenSource, turns: CalendarTurns = CalendarTurns()) {
        self.calendar = calendar
        self.tokens = tokens
        self.turns = turns
    }
}
