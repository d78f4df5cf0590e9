import CalendarSync

/// What a reading changed. Memory holds no more of it than a result can tell.
struct FeedChanges: Sendable {
    /// A class whose blocks could not be written or removed for now.
    struct Failure: Sendable {
        let key: ClassKey
        let error: any Error
    }

    /// Stands in the result where blocks are refused.
    private static let refusalNote = "blocksRefused"

    private(set) var effects: [SyncEffect] = []
    private var omitted = 0
    /// Whether removals were withheld until an owner answers.
    var isBraked = false
    /// Why the other side has refused blocks for good; nil: it took all.
    private(set) var refusal: String?
    /// What they would have got is to be read again; empty: all classes have theirs.
    private(set) var failures: [Failure] = []

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
        failures += other.failures
        sources += other.sources
        notes += other.notes
    }

    /// Notes that blocks are refused, the first reason of several.
    mutating func refuse(_ reason: String) {
        refusal = refusal ?? reason
    }

    /// Adds what `body` does for a class. That its blocks cannot be written is noted, so that the other classes get theirs.
    /// - Throws: what would befall the other classes, too.
    mutating func attempt(_ key: ClassKey, _ body: () async throws -> FeedChanges) async throws {
        do {
            add(try await body())
        } catch BlockWriteError.permanent(let reason, _) {
            refuse(reason)
        } catch let error as BlockWriteError {
            failures.append(Failure(key: key, error: error))
        } catch let error as AccountFailure where error.concernsBlocks {
            failures.append(Failure(key: key, error: error))
        }
    }

    func hasFailed(_ key: ClassKey) -> Bool { failures.contains { $0.key == key } }

    /// Of these classes those that have not failed.
    func unfailed(_ classes: [LinkedClass]) -> [LinkedClass] { classes.filter { !hasFailed($0.key) } }

    /// Whether nothing is left to be read for.
    func areInVain(for classes: [LinkedClass]) -> Bool { !failures.isEmpty && unfailed(classes).isEmpty }

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
