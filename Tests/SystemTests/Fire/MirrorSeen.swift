import Foundation

/// A mirror event as its title and start show it: both name one session of the load.
struct MirrorSeen: Hashable, Sendable, CustomStringConvertible {
    let title: String
    let start: Date

    var description: String { "\(title) \(FireTime.utc(start))" }
}
