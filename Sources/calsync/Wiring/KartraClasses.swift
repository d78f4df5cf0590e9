import CalendarSync
import Console
import Kartra

/// The classes that Kartra's port offers.
struct KartraClasses: OfferedClasses {
    let client: KartraBusyBlockClient

    func classes(accountId: String) async throws -> [KnownClass]? {
        try await client.calendars(accountId: accountId)?.flatMap { calendar in
            calendar.classes.map { offered in
                KnownClass(
                    accountId: accountId, calendarId: calendar.calendarId, calendarName: calendar.calendarName,
                    classId: offered.classId, className: offered.className)
            }
        }
    }
}
