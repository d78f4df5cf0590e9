import CalendarSync

/// What a reading changed. Memory holds no more of it than a result can tell.
struct FeedChanges: Sendable {
    private(set) var effects: [SyncEffect] = []
    private var omitted = 0
    /// Whether removals were withheld until an owner answers.
    var isBraked = false

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
    }

    func result(_ outcome: SyncResult.Outcome, _ reason: SyncResult.Reason?, _ context: InputContext) -> SyncResult {
        var result = context.result(outcome, reason, effects: effects)
        if omitted > 0 { result.omittedEffects = omitted }
        return result
    }
}
