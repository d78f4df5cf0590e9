import CalendarSync

/// One thing that happens on one side, and what must then be on the other.
struct DemoScene: Sendable {
    enum Direction: String, Sendable {
        case kartraToGoogle = "Kartra → Google"
        case googleToKartra = "Google → Kartra"
    }

    let direction: Direction
    let what: String
    /// What must arrive: all of these effects, in one result.
    let effects: [SyncEffect.Kind]
    let act: @Sendable () async throws -> Void

    init(
        _ direction: Direction, _ what: String, _ effects: [SyncEffect.Kind],
        act: @escaping @Sendable () async throws -> Void
    ) {
        self.direction = direction
        self.what = what
        self.effects = effects
        self.act = act
    }
}
