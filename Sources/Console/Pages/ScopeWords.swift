import GoogleCalendar

/// Google's scopes in plain words.
enum ScopeWords {
    private static let words: [(scope: String, sentence: String)] = [
        (GoogleScopes.events, "See and change events in your calendars"),
        (GoogleScopes.calendarListReadOnly, "See the list of your calendars"),
        (GoogleScopes.freeBusy, "See when you are free or busy"),
        (GoogleScopes.appCreatedCalendars, "Make calendars of its own and keep them"),
        (GoogleScopes.openID, "Know which Google account you are"),
        (GoogleScopes.email, "See your e-mail address"),
    ]

    static func sentences(_ scopes: [String]) -> [String] {
        scopes.map { scope in words.first { $0.scope == scope }?.sentence ?? short(scope) }
    }

    static func short(_ scope: String) -> String {
        scope.split(separator: "/").last.map(String.init) ?? scope
    }

    /// The scope of a short name; nil for any that we do not ask for.
    static func scope(short name: String) -> String? {
        words.first { short($0.scope) == name }?.scope
    }
}
