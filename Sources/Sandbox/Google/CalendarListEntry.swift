/// A calendar as it stands in one account's calendar list.
struct CalendarListEntry: Sendable {
    let calendarId: String
    var role: CalendarRole
    let isPrimary: Bool
    /// Position for calendar list sync.
    var version: Int
    var isDeleted = false
}
