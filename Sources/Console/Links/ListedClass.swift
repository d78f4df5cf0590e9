import CalendarSync

/// A class, and the link that it has: what a list of a thousand of them shows.
struct ListedClass: Sendable {
    let calendarId: String
    /// Nil for a class that was linked before its first booking named it.
    let calendarName: String?
    let classId: String
    let className: String?
    /// As it last stood, where it is being ended.
    let link: LinkOutline?
}
