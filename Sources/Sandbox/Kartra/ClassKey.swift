/// A class of a calendar; calendar ids are unique over all accounts.
struct ClassKey: Sendable, Hashable {
    let calendarId: String
    let classId: String
}
