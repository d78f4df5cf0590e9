import CalendarSync

/// What a reading changed. Memory holds no more of it than a result can tell.
struct FeedChanges: Sendable {
    private(set) var effects: [SyncEffect] = []
    private var omitted = 0
    /// Whether removals were withheld until an owner answers.
    var isBraked = false

    /// How many events the reading found changed; a series counts as one.
    var sources = 0
    /// Short codes for the result.
    var notes: [String] = []

    init(_ effects: [SyncEffect] = []) {
        add(effects)
    }

    mutating func add(_ more: [SyncEffect]) {
        let room = max(0, SyncResult.mostEffects - effects.count)
        effects += more.prefix(room)
        omitted += max(0, more.count - room)
    }

    mutating func add(_ other: FeedChanges) {
        add(other.effects)
        omitted += other.omitted
        isBraked = isBraked || other.isBraked
        sources += other.sources
        notes += other.notes
    }

    func result(_ outcome: SyncResult.Outcome, _ reason: SyncResult.Reason?, _ context: InputContext) -> SyncResult {
        var result = context.result(outcome, reason, effects: effects, notes: notes)
        if omitted > 0 { result.omittedEffects = omitted }
        return result
    }
}
