/// Scope names: how they are written, which exist, and which the user is never asked to tick.
enum OAuthScope {
    static let prefix = "https://www.googleapis.com/auth/"

    private static let signIn: Set = ["openid", prefix + "userinfo.email", prefix + "userinfo.profile"]

    private static let calendar = [
        "calendar", "calendar.acls", "calendar.acls.readonly", "calendar.app.created", "calendar.calendarlist",
        "calendar.calendarlist.readonly", "calendar.calendars", "calendar.calendars.readonly", "calendar.events",
        "calendar.events.freebusy", "calendar.events.owned", "calendar.events.owned.readonly",
        "calendar.events.public.readonly", "calendar.events.readonly", "calendar.freebusy", "calendar.readonly",
        "calendar.settings", "calendar.settings.readonly",
    ]

    private static let all = signIn.union(calendar.map { prefix + $0 })

    /// The scopes of a space-separated list in their long form, or `nil` when one does not exist.
    static func parse(_ text: String) -> [String]? {
        var scopes: [String] = []
        for name in text.split(separator: " ") {
            let scope = canonical(String(name))
            guard all.contains(scope) else { return nil }
            if !scopes.contains(scope) { scopes.append(scope) }
        }
        return scopes.isEmpty ? nil : scopes
    }

    /// `email` and `profile` are short for the userinfo scopes; answers name the long ones.
    private static func canonical(_ name: String) -> String {
        switch name {
        case "email", "profile": prefix + "userinfo." + name
        default: name
        }
    }

    static func isSignIn(_ scope: String) -> Bool { signIn.contains(scope) }

    /// The part after the common prefix, as the method table names calendar scopes.
    static func short(_ scope: String) -> String {
        scope.hasPrefix(prefix) ? String(scope.dropFirst(prefix.count)) : scope
    }
}
