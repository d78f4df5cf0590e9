import CalendarSync

/// What reconciling subscriptions has come to.
struct Reconciled: Sendable {
    var effects: [SyncEffect] = []
    /// How many events could not be taken out of a calendar that their class has left.
    var leftBehind = 0
    /// How many subscriptions have events that Google refuses for good.
    var refused = 0

    mutating func add(_ other: Reconciled) {
        effects += other.effects
        leftBehind += other.leftBehind
        refused += other.refused
    }

    /// For the result.
    var notes: [String] {
        (leftBehind > 0 ? ["mirrorLeftBehind"] : []) + (refused > 0 ? ["mirrorRefused"] : [])
    }
}
