import Foundation

/// How much is set on fire. Each account has one Google user; its classes are dealt out over that user's calendars, so that
/// some share one.
struct FleetSize: Sendable {
    var workers: Int
    var accounts: Int
    var calendarsPerAccount: Int
    var classesPerAccount: Int

    var feeds: Int { accounts * calendarsPerAccount }
    var classes: Int { accounts * classesPerAccount }
}
