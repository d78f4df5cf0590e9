import CalendarSync
import Foundation
import Testing
import TestSupport

/// A Google calendar's share of mirrors, changed by plans as a handler would: what stands, and until when.
struct MirrorCalendar {
    struct Standing: Hashable {
        var event: MirrorEvent
        var endsAt: Date
    }

    private(set) var standing: [Standing] = []

    var events: [MirrorEvent] { standing.map(\.event) }

    @discardableResult
    mutating func reconcile(_ booking: Booking, link: ClassLink) throws -> [MirrorChange] {
        let plan = MirrorPlanner.plan(booking, existing: events, link: link)
        for change in plan {
            switch change {
            case .insert(let identity, let content):
                try #require(!standing.contains { $0.event.identity == identity }, "an id is used twice")
                standing.append(written(identity, content, link))
            case .update(let mirror, let content):
                let index = try #require(standing.firstIndex { $0.event == mirror }, "updates what does not stand")
                standing[index] = written(mirror.identity, content, link)
            case .delete(let mirror):
                let index = try #require(standing.firstIndex { $0.event == mirror }, "deletes what does not stand")
                standing.remove(at: index)
            }
        }
        return plan
    }

    mutating func shuffle(using random: inout SeededGenerator) {
        standing.shuffle(using: &random)
    }

    private func written(_ identity: MirrorIdentity, _ content: MirrorContent, _ link: ClassLink) -> Standing {
        Standing(
            event: MirrorEvent(
                identity: identity, integrationId: link.integrationId, googleCalendarId: link.googleCalendarId,
                startsAt: content.startsAt, contentHash: content.hash),
            endsAt: content.endsAt)
    }
}
