import CalendarSync
import Foundation

/// A class that a feed serves, with what its blocks are planned by. Made once a reading.
struct LinkedClass: Sendable {
    let link: ClassLink
    let target: BlockTarget
    /// The sessions booked in the class; empty unless the link lets Kartra's own copies of them pass.
    let booked: Set<DateInterval>

    var key: ClassKey { link.classKey }

    /// Equal for the same links with the same options and bookings that matter: what a reading that was broken off may go
    /// on with.
    static func terms(_ classes: [LinkedClass]) -> String {
        Digest.text(
            classes.map { linked in
                let booked = linked.booked.map { "\($0.start.rfc3339)/\($0.duration)" }.sorted()
                return "\(linked.key) \(linked.target) \(linked.link.options) \(booked)"
            }, length: 26)
    }

    /// The blocks that the class wants of these events, and those that only the owner's choice keeps it from wanting.
    func wishes(_ events: [SourceEvent], timeZone: String, keys: SecretKeys) -> BlockWishes {
        let zone = TimeZone(identifier: timeZone) ?? .gmt
        let policy = BusyPolicy(link: link, timeZone: zone, booked: booked, keys: keys)
        var wishes = BlockWishes()
        for event in events {
            switch policy.verdict(on: event) {
            case .blocks(let interval):
                wishes.blocks.append(BusyBlock(link: link, event: event, interval: interval, timeZone: timeZone))
            case .free(let reason) where reason.isChoice:
                wishes.optedOut.insert(BusyBlock.id(link: link, eventId: event.id))
            case .free:
                break
            }
        }
        return wishes
    }
}
