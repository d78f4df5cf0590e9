/// A class of the fleet: whose it is, and the Google calendar that it is linked to.
struct FleetClass: Hashable, Sendable {
    let account: Int
    let number: Int
    let size: Int

    var accountId: String { FleetClass.accountId(account) }
    var calendarId: String { FleetClass.kartraCalendar(account) }
    /// Of all accounts', so that no two share it.
    var classId: String { "\(100_000 + account * 1_000 + number)" }
    var name: String { "Class \(classId)" }
    var googleCalendar: String { FleetClass.googleCalendar(account, number % size) }
    var blocksPath: String { "/kartra/v1/calendars/\(calendarId)/classes/\(classId)/busy-blocks" }

    static func accountId(_ account: Int) -> String { "\(5_000 + account)" }
    static func kartraCalendar(_ account: Int) -> String { "\(8_000 + account)" }
    static func user(_ account: Int) -> String { "user\(account)@example.com" }
    static func googleCalendar(_ account: Int, _ number: Int) -> String {
        number == 0 ? user(account) : "calendar\(account).\(number)@group.calendar.google.com"
    }
}

extension Fleet {
    var classes: [FleetClass] {
        (0..<size.accounts).flatMap { account in
            (0..<size.classesPerAccount).map {
                FleetClass(account: account, number: $0, size: size.calendarsPerAccount)
            }
        }
    }

    var calendars: [(account: Int, id: String)] {
        (0..<size.accounts).flatMap { account in
            (0..<size.calendarsPerAccount).map { (account, FleetClass.googleCalendar(account, $0)) }
        }
    }
}
