/// What the owner of a class chose for its link. Everything has a default.
public struct LinkOptions: Hashable, Codable, Sendable {
    public enum Blocking: String, Codable, Sendable { case block, ignore }

    public enum Privacy: String, Codable, Sendable {
        /// Title by the template, the lead's contact in the description.
        case full
        /// The class's name only.
        case `class`
        /// "Busy".
        case busy
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
    public var title: String
    public var privacy: Privacy
    /// Nil: the calendar's own default reminders.
    public var reminders: [Reminder]?

    enum CodingKeys: String, CodingKey { case tentative, allDay, title, privacy, reminders }

    public static let defaultTitle = "{{className}} — {{leadName}}"

    public init(
        tentative: Blocking = .block, allDay: Blocking = .block, title: String = LinkOptions.defaultTitle,
        privacy: Privacy = .full, reminders: [Reminder]? = nil
    ) {
        self.tentative = tentative
        self.allDay = allDay
        self.title = title
        self.privacy = privacy
        self.reminders = reminders
    }
}
