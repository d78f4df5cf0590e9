/// When Google reminds the host of an event.
public struct EventReminders: Encodable, Sendable, Hashable {
    public struct Override: Encodable, Sendable, Hashable {
        public enum Method: String, Encodable, Sendable {
            case email, popup
        }

        public var method: Method
        /// Before the start; Google takes 0 to 40320.
        public var minutes: Int

        public init(method: Method, minutes: Int) {
            self.method = method
            self.minutes = minutes
        }
    }

    /// The calendar's own reminders.
    public var useDefault: Bool
    /// Instead of them; Google takes five.
    public var overrides: [Override]

    public static let calendarDefault = EventReminders(useDefault: true, overrides: [])

    public static func only(_ overrides: [Override]) -> EventReminders {
        EventReminders(useDefault: false, overrides: overrides)
    }
}
