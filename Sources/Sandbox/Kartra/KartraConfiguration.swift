/// The Kartra side: accounts with calendars and classes, and the busy-block API in front of them.
public struct KartraConfiguration: Sendable {
    public struct Account: Sendable {
        public var id: String
        public var calendars: [Calendar]
        /// Where pings are posted; empty posts none.
        public var outboundURLs: [String]

        public init(id: String, calendars: [Calendar], outboundURLs: [String] = []) {
            self.id = id
            self.calendars = calendars
            self.outboundURLs = outboundURLs
        }
    }

    public struct Calendar: Sendable {
        public var id: String
        public var name: String
        /// IANA name; the zone of the vendor's wall clock.
        public var timeZone: String
        public var classes: [Class]

        public init(id: String, name: String, timeZone: String = "America/Denver", classes: [Class]) {
            self.id = id
            self.name = name
            self.timeZone = timeZone
            self.classes = classes
        }
    }

    public struct Class: Sendable {
        public var id: String
        public var name: String
        public var hosts: [Host]

        public init(id: String, name: String, hosts: [Host] = [.sam]) {
            self.id = id
            self.name = name
            self.hosts = hosts
        }
    }

    public struct Host: Sendable {
        public var firstName: String
        public var lastName: String
        public var email: String

        public init(firstName: String, lastName: String, email: String) {
            self.firstName = firstName
            self.lastName = lastName
            self.email = email
        }

        public static let sam = Host(firstName: "Sam", lastName: "Reed", email: "sam@example.com")
    }

    public var apiToken: String
    public var accounts: [Account]
    /// Calls an App may make per second (20 is documented); `nil` is no limit.
    public var callsPerSecond: Int?
    public var toggles: KartraToggles

    public init(
        apiToken: String = "sandbox-kartra-token", accounts: [Account] = [.sample], callsPerSecond: Int? = 20,
        toggles: KartraToggles = KartraToggles()
    ) {
        self.apiToken = apiToken
        self.accounts = accounts
        self.callsPerSecond = callsPerSecond
        self.toggles = toggles
    }
}

extension KartraConfiguration.Account {
    /// The account a sandbox has when nothing is configured.
    public static let sample = KartraConfiguration.Account(
        id: "42",
        calendars: [
            KartraConfiguration.Calendar(
                id: "77", name: "Coaching",
                classes: [
                    KartraConfiguration.Class(id: "310", name: "Strategy call"),
                    KartraConfiguration.Class(id: "311", name: "Group session"),
                ])
        ])
}
