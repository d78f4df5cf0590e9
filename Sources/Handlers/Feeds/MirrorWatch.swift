import CalendarSync
import Foundation
import Records

/// Finds in a reading the mirror events that a host may have moved or deleted, and asks that each be looked at in the order
/// of its subscription.
struct MirrorWatch: Sendable {
    let store: any MirrorStore
    let producer: any RecordProducer
    let topics: Topics
    let keys: SecretKeys
    let now: @Sendable () -> Date

    private struct Suspect: Hashable {
        let subscriptionId: String
        let eventId: String
        /// What was seen: the same sight is one input.
        let sight: String
    }

    func look(at events: [SourceEvent], of feed: Feed) async throws {
        var suspects: Set<Suspect> = []
        for event in events where event.status != .cancelled {
            if let suspect = suspect(event, accountId: feed.accountId) { suspects.insert(suspect) }
        }
        // Only ids of the form that we choose can be ours.
        let gone = events.filter { $0.status == .cancelled && $0.id == $0.seriesId }.map(\.id)
        let subscriptions =
            gone.isEmpty ? [:] : try await store.subscriptions(ofMirrors: gone, accountId: feed.accountId)
        for (eventId, subscriptionId) in subscriptions {
            suspects.insert(Suspect(subscriptionId: subscriptionId, eventId: eventId, sight: "deleted"))
        }
        if suspects.isEmpty { return }
        let time = now()
        try await producer.send(
            suspects.map { suspect in
                try SyncCommand(
                    .mirrorCheck, accountId: feed.accountId, subscriptionId: suspect.subscriptionId,
                    eventId: suspect.eventId, requestedAt: time
                ).record(
                    id: Digest.text(["check", feed.id, suspect.eventId, suspect.sight, time.rfc3339], length: 26),
                    at: time, topics: topics)
            })
    }

    /// Nil: no event of ours, or as it was written.
    private func suspect(_ event: SourceEvent, accountId: String) -> Suspect? {
        guard let text = event.marker else { return nil }
        // An instance of a series that the host has made of a mirror has the mirror's marker.
        guard let marker = MirrorMarker(text, eventId: event.seriesId, keys: keys),
            marker.identity.accountId == accountId
        else { return nil }
        if event.id == event.seriesId, case .instant(let startsAt) = event.start, case .instant(let endsAt) = event.end,
            startsAt == marker.times.start, endsAt == marker.times.end
        {
            return nil
        }
        return Suspect(
            subscriptionId: marker.identity.subscriptionId, eventId: marker.identity.eventId,
            sight: event.id == event.seriesId ? "\(event.start.map(String.init(describing:)) ?? "")" : "series")
    }
}
