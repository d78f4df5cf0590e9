import CalendarSync

/// One handling of a subscription, over as many rounds as other workers make it take.
struct MirrorAttempt: Sendable {
    let inputId: String
    var state: BookingState
    /// What was written to Google or is about to be, and is not yet saved as done.
    var touched: [MirrorEvent]
    var effects: [SyncEffect] = []
    /// As the store has it.
    private var stored: BookingState
    /// Events that could not be taken out of a calendar that the class has left.
    private var leftBehind: [MirrorEvent] = []

    init(inputId: String, state: BookingState, touched: [MirrorEvent] = []) {
        self.inputId = inputId
        self.state = state
        self.stored = state
        self.touched = touched
        take(state)
    }

    var reconciled: Reconciled { Reconciled(effects: effects, leftBehind: leftBehind.count) }

    /// Whether the input, in this delivery or an earlier one, may have written what the store does not know.
    var hasBegun: Bool { !touched.isEmpty }

    /// Goes on from what the store now has. What this input has begun to write counts as of unknown content there,
    /// whatever others have made of it, so that the next plan puts it right.
    mutating func take(_ stored: BookingState) {
        state = stored
        self.stored = stored
        touched += stored.intents.filter { $0.inputId == inputId }.map(\.mirror)
        for mirror in leftBehind { forget(mirror) }
        for mirror in touched { state.put(mirror.uncertain()) }
    }

    /// Notes in the state what is about to be written.
    /// - Returns: whether the store has yet to learn of it. Two workers at one subscription that noted what is noted
    ///   already would each make the other begin again, for ever.
    mutating func begin(_ mirrors: [MirrorEvent]) -> Bool {
        var isNews = false
        for mirror in mirrors.map({ $0.uncertain() }) {
            state.put(mirror)
            let intent = MirrorIntent(inputId: inputId, mirror: mirror)
            if !state.intents.contains(intent) { state.intents.append(intent) }
            if !stored.mirrors.contains(mirror) || !stored.intents.contains(intent) { isNews = true }
        }
        return isNews
    }

    /// The store has the state.
    mutating func saved(at revision: Int64) {
        state.revision = revision
        stored = state
    }

    /// The event stays where it is, and is no longer ours to keep.
    mutating func leaveBehind(_ mirror: MirrorEvent) {
        leftBehind.append(mirror)
        forget(mirror)
    }

    private mutating func forget(_ mirror: MirrorEvent) {
        state.remove(mirror)
        touched.removeAll { $0.isSameEvent(as: mirror) }
    }
}
