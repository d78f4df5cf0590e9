/// The Google side: who exists, which OAuth clients are registered, and how strict the project's quota is.
public struct GoogleConfiguration: Sendable {
    /// A registered OAuth client of type "web application".
    public struct Client: Sendable {
        public var id: String
        public var secret: String
        /// Redirect URIs that match exactly; empty admits any URI on a loopback host.
        public var redirectURIs: [String]

        public init(id: String, secret: String, redirectURIs: [String] = []) {
            self.id = id
            self.secret = secret
            self.redirectURIs = redirectURIs
        }
    }

    /// A Google account with its calendar list.
    public struct Account: Sendable {
        public var email: String
        /// The identifier that never changes; `nil` derives one from the address.
        public var subject: String?
        public var name: String
        public var calendars: [Calendar]

        public init(email: String, subject: String? = nil, name: String = "", calendars: [Calendar]) {
            self.email = email
            self.subject = subject
            self.name = name
            self.calendars = calendars
        }
    }

    /// One entry of a calendar list. Accounts that name the same id share one calendar.
    public struct Calendar: Sendable {
        public var id: String
        public var summary: String
        /// IANA name.
        public var timeZone: String
        /// `freeBusyReader`, `reader`, `writerWithoutPrivateAccess`, `writer` or `owner`.
        public var accessRole: String
        public var primary: Bool

        public init(
            id: String, summary: String, timeZone: String = "UTC", accessRole: String = "owner", primary: Bool = false
        ) {
            self.id = id
            self.summary = summary
            self.timeZone = timeZone
            self.accessRole = accessRole
            self.primary = primary
        }
    }

    public var clients: [Client]
    public var accounts: [Account]
    /// Seconds; Google's is about an hour.
    public var accessTokenLifetime: Int
    /// Seconds an authorization code may be exchanged.
    public var codeLifetime: Int
    public var quota: GoogleQuota
    public var toggles: GoogleToggles
    /// Admits `http://` addresses on loopback hosts for channels, which Google does not; anything else must be https.
    public var allowsPlainLoopbackPush: Bool

    public init(
        clients: [Client] = [Client(id: "sandbox-client", secret: "sandbox-secret")],
        accounts: [Account] = [.host], accessTokenLifetime: Int = 3599, codeLifetime: Int = 600,
        quota: GoogleQuota = .unlimited, toggles: GoogleToggles = GoogleToggles(), allowsPlainLoopbackPush: Bool = true
    ) {
        self.clients = clients
        self.accounts = accounts
        self.accessTokenLifetime = accessTokenLifetime
        self.codeLifetime = codeLifetime
        self.quota = quota
        self.toggles = toggles
        self.allowsPlainLoopbackPush = allowsPlainLoopbackPush
    }
}

extension GoogleConfiguration.Account {
    /// The account a sandbox has when nothing is configured: a primary, a second and a holiday calendar.
    public static let host = GoogleConfiguration.Account(
        email: "host@example.com", name: "Sam Reed",
        calendars: [
            GoogleConfiguration.Calendar(
                id: "host@example.com", summary: "Sam Reed", timeZone: "America/Denver", primary: true),
            GoogleConfiguration.Calendar(
                id: "team@group.calendar.google.com", summary: "Team", timeZone: "America/Denver"),
            GoogleConfiguration.Calendar(
                id: "en.usa#holiday@group.v.calendar.google.com", summary: "Holidays in United States",
                timeZone: "America/Denver", accessRole: "reader"),
        ])
}
