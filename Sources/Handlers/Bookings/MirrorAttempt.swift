import CalendarSync
import Foundation

/// One handling of a subscription, over as many rounds as other workers make it take.
struct MirrorAttempt: Sendable {
    let inputId: String
    var state: BookingState
    /// What was written to Google or is about to be, and is not yet saved as done.
    private(set) var touched: [MirrorEvent]
    var effects: [SyncEffect] = []
    /// As the store has it.
    private var stored: BookingState
    /// What others have begun and left, which ends with this handling.
    private let abandoned: [MirrorIntent]
    /// Ids that have turned out to be somebody else's, or that Google does not give back.
    private(set) var taken: [MirrorEvent] = []
    /// Events that could not be taken out of a calendar that the class has left.
    private var leftBehind: [MirrorEvent] = []

    init(
        inputId: String, state: BookingState, touched: [MirrorEvent] = [], abandoned: [MirrorIntent] = []
    ) {
        self.inputId = inputId
        self.state = state
        self.stored = state
        self.touched = touched + abandoned.map(\.mirror)
        self.abandoned = abandoned
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
        touch(stored.intents.filter { $0.inputId == inputId }.map(\.mirror))
        for mirror in leftBehind + taken { forget(mirror) }
        for mirror in touched {
            let known = stored.mirrors.first { $0.isSameEvent(as: mirror) }
            state.put((known ?? mirror).uncertain())
        }
    }

    /// Notes in the state what is about to be written.
    /// - Returns: whether the store has yet to learn of it. Two workers at one subscription that noted what is noted
    ///   already would each make the other begin again, for ever.
    mutating func begin(_ mirrors: [MirrorEvent], at time: Date) -> Bool {
        var isNews = false
        for mirror in mirrors.map({ $0.uncertain() }) {
            state.put(mirror)
            let intent = MirrorIntent(inputId: inputId, mirror: mirror)
            state.begin(intent, at: time)
            if !stored.mirrors.contains(mirror) || !stored.has(intent) { isNews = true }
        }
        return isNews
    }

    /// All is done but to save it.
    mutating func end() {
        state.end { $0.inputId == inputId || abandoned.contains($0) }
    }

    /// The store has the state.
    mutating func saved(at revision: Int64) {
        state.revision = revision
        stored = state
    }

    /// The store has it as done.
    mutating func ended() {
        touched = []
    }

    /// The event stays where it is, and is no longer ours to keep.
    mutating func leaveBehind(_ mirror: MirrorEvent) {
        leftBehind.append(mirror)
        forget(mirror)
    }

    /// There is nothing of ours under this id, and there will not be.
    mutating func giveUp(_ mirror: MirrorEvent) {
        taken.append(mirror)
        forget(mirror)
        state.end { $0.inputId == inputId && $0.mirror.isSameEvent(as: mirror) }
    }

    /// The store knows that they are about to be written.
    mutating func touch(_ mirrors: [MirrorEvent]) {
        for mirror in mirrors where !touched.contains(where: { $0.isSameEvent(as: mirror) }) { touched.append(mirror) }
    }

    private mutating func forget(_ mirror: MirrorEvent) {
        state.remove(mirror)
        touched.removeAll { $0.isSameEvent(as: mirror) }
    }
}
