/// What the owner of a class chose for its link. Everything has a default.
public struct LinkOptions: Hashable, Codable, Sendable {
    public enum Blocking: String, Codable, Sendable { case block, ignore }

    /// Where busy blocks are written.
    public enum BlockWriter: String, Codable, Sendable {
        /// Kartra's busy-block port.
        case kartra
        /// A Google calendar of our own making that Kartra's own Google sync reads.
        case googleCalendar
    }

    /// What becomes of blocks while Google cannot be read.
    public struct Stale: Hashable, Codable, Sendable {
        /// After so many hours without a reading the blocks are taken out; nil: they stay.
        public var releaseAfterHours: Int?

        public init(releaseAfterHours: Int? = nil) {
            self.releaseAfterHours = releaseAfterHours
        }
    }

    /// What becomes of a mirror event that the host moves or deletes in Google.
    public enum HostEdits: String, Codable, Sendable {
        /// It stays as the host has made it, and is reported.
        case leave
        /// It is reported, and put back as booked.
        case restore
    }

    public enum Privacy: String, Codable, Sendable {
        /// Title by the template, the lead's contact in the description.
        case full
        /// The class's name only.
        case `class`
        /// "Busy".
        case busy
    }

    /// Who sees the details of a mirror event; Google's names.
    public enum Visibility: String, Codable, Sendable {
        /// As the calendar has it.
        case `default`
        case `public`, `private`
    }

    public struct Reminder: Hashable, Codable, Sendable {
        public enum Method: String, Codable, Sendable { case popup, email }
        public let method: Method
        public let minutes: Int

        public init(method: Method, minutes: Int) {
            self.method = method
            self.minutes = minutes
        }
    }

    public var tentative: Blocking
    public var allDay: Blocking
    /// Events that Kartra's own Google sync writes for the bookings of the class, told by their times.
    public var nativeCopies: Blocking
    public var stale: Stale
    public var blockWriter: BlockWriter
    public var hostEdits: HostEdits
    public var title: String
    public var privacy: Privacy
    /// Where mirror events take place, a `LocationTemplate`; empty: nowhere. Not shown where privacy is `busy`.
    public var location: String
    /// Where a booking is found in Kartra, a `LinkBackTemplate`; empty: not said. Shown where privacy is `full`.
    public var linkBack: String
    public var visibility: Visibility
    /// One of Google's event colours, "1" to "11"; nil: the calendar's own.
    public var colorId: String?
    /// Nil: the calendar's own default reminders.
    public var reminders: [Reminder]?

    enum CodingKeys: String, CodingKey {
        case tentative, allDay, nativeCopies, stale, blockWriter, hostEdits, title, privacy, location, linkBack,
            visibility
        case colorId, reminders
    }

    public static let defaultTitle = "{{className}} — {{leadName}}"

    public init(
        tentative: Blocking = .block, allDay: Blocking = .block, nativeCopies: Blocking = .block,
        stale: Stale = Stale(), blockWriter: BlockWriter = .kartra, hostEdits: HostEdits = .leave,
        title: String = LinkOptions.defaultTitle, privacy: Privacy = .full, location: String = "",
        linkBack: String = "",
        visibility: Visibility = .default, colorId: String? = nil, reminders: [Reminder]? = nil
    ) {
        self.tentative = tentative
        self.allDay = allDay
        self.nativeCopies = nativeCopies
        self.stale = stale
        self.blockWriter = blockWriter
        self.hostEdits = hostEdits
        self.title = title
        self.privacy = privacy
        self.location = location
        self.linkBack = linkBack
        self.visibility = visibility
        self.colorId = colorId
        self.reminders = reminders
    }
}
