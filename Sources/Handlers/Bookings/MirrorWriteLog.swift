import CalendarSync

/// The write calls of one step and what they have come to.
struct MirrorWriteLog: Sendable {
    private(set) var effects: [SyncEffect] = []
    var attempts = 0
    /// HTTP's, of the last answer to a write.
    var status: Int?
    private let mirror: MirrorEvent
    private let began = ContinuousClock.now

    init(_ mirror: MirrorEvent) {
        self.mirror = mirror
    }

    mutating func note(_ kind: SyncEffect.Kind) {
        effects.append(
            SyncEffect(
                kind, target: .google, calendarId: mirror.googleCalendarId, remoteId: mirror.eventId,
                generation: mirror.identity.generation, status: status, attempts: attempts,
                latencyMilliseconds: Int((ContinuousClock.now - began) / .milliseconds(1))))
    }
}
