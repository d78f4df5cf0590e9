/// Where Google is. The defaults are the real one.
public struct GoogleEndpoints: Sendable, Hashable {
    public var apiBaseURL = "https://www.googleapis.com/calendar/v3"
    public var authorizeURL = "https://accounts.google.com/o/oauth2/v2/auth"
    public var tokenURL = "https://oauth2.googleapis.com/token"
    public var revokeURL = "https://oauth2.googleapis.com/revoke"

    public init() {}
}
