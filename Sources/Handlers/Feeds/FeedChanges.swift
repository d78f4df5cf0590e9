import CalendarSync

/// What a reading changed.
struct FeedChanges: Sendable {
    var effects: [SyncEffect] = []
    /// Whether removals were withheld until an owner answers.
    var isBraked = false

    mutating func add(_ other: FeedChanges) {
        effects += other.effects
        isBraked = isBraked || other.isBraked
    }
}
