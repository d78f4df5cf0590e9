import CalendarSync

/// What a reading changed. Memory holds no more of it than a result can tell.
struct FeedChanges: Sendable {
    /// Stands in the result where blocks are refused.
    private static let refusalNote = "blocksRefused"

    private(set) var effects: [SyncEffect] = []
    private var omitted = 0
    /// Whether removals were withheld until an owner answers.
    var isBraked = false
    /// Why the other side has refused blocks for good; nil: it took all.
    private(set) var refusal: String?

    /// How many events the reading found changed; a series counts as one.
    var sources = 0
    /// Short codes for the result.
    var notes: [String] = []

    mutating func add(_ more: [SyncEffect]) {
        let room = max(0, SyncResult.mostEffects - effects.count)
        effects += more.prefix(room)
        omitted += max(0, more.count - room)
    }

    mutating func add(_ other: FeedChanges) {
        add(other.effects)
        omitted += other.omitted
        isBraked = isBraked || other.isBraked
        refusal = refusal ?? other.refusal
        sources += other.sources
        notes += other.notes
    }

    /// Notes that blocks are refused, the first reason of several.
    mutating func refuse(_ reason: String) {
        refusal = refusal ?? reason
    }

    /// For what must be done wholly or not at all.
    /// - Throws: `BlockWriteError.permanent`
    func expectNoRefusal() throws {
        if let refusal { throw BlockWriteError.permanent(reason: refusal) }
    }

    func result(_ outcome: SyncResult.Outcome, _ reason: SyncResult.Reason?, _ context: InputContext) -> SyncResult {
        var result = context.result(
            outcome, reason, effects: effects, notes: notes + (refusal == nil ? [] : [Self.refusalNote]))
        if omitted > 0 { result.omittedEffects = omitted }
        return result
    }
}
