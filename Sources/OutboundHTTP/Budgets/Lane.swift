/// Which calls go first where not all can go at once.
public enum Lane: Int, CaseIterable, Comparable, Sendable {
    /// Somebody has booked or changed something just now.
    case live
    /// A first reading, a link newly made.
    case backfill
    /// A comparison that could as well be done later.
    case audit

    /// Of the work that a task does; its calls are made in this lane.
    @TaskLocal public static var current = Lane.live

    public static func < (one: Lane, other: Lane) -> Bool { one.rawValue < other.rawValue }
}
