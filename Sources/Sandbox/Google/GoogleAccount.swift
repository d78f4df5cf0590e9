/// A Google account: its address, its permanent subject and its calendar list.
struct GoogleAccount: Sendable {
    let email: String
    let subject: String
    let name: String
    var entries: [CalendarListEntry] = []

    func entry(_ calendarId: String) -> CalendarListEntry? {
        entries.first { $0.calendarId == calendarId && !$0.isDeleted }
    }

    var primaryId: String? { entries.first { $0.isPrimary && !$0.isDeleted }?.calendarId }
}
