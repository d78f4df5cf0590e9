import CalendarSync

/// What a class wants of some events.
struct BlockWishes: Sendable {
    var blocks: [BusyBlock] = []
    /// Ids of blocks that only the link's options keep it from wanting.
    var optedOut: Set<String> = []
}
