import CalendarSync
import Foundation
import GoogleCalendar
import Records

/// Finds in a reading the mirror events that a host may have moved or deleted, and asks that each be looked at in the order
/// of its subscription.
struct MirrorWatch: Sendable {
    private static let pageSize = 200

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

    /// - Parameter reading: the full reading that has shown these events; nil: they are a list of changes.
    func look(at events: [SourceEvent], of feed: Feed, partOf reading: FullReading? = nil) async throws {
        var shown: Set<String> = []
        var suspects: Set<Suspect> = []
        var asWritten: [String] = []
        for event in events where event.status != .cancelled {
            guard let marker = marker(event, accountId: feed.accountId) else { continue }
            shown.insert(marker.identity.eventId)
            if let suspect = suspect(event, marker) {
                suspects.insert(suspect)
            } else {
                asWritten.append(marker.identity.eventId)
            }
        }
        // Moved back by the host, it is news again where it goes next.
        let back =
            asWritten.isEmpty
            ? [:] : try await store.subscriptions(ofDivergedMirrors: asWritten, accountId: feed.accountId)
        for (eventId, subscriptionId) in back {
            suspects.insert(Suspect(subscriptionId: subscriptionId, eventId: eventId, sight: "back"))
        }
        // Only ids of the form that we choose can be ours.
        let gone = events.filter { $0.status == .cancelled && $0.id == $0.seriesId }.map(\.id)
        let subscriptions =
            gone.isEmpty ? [:] : try await store.subscriptions(ofMirrors: gone, accountId: feed.accountId)
        for (eventId, subscriptionId) in subscriptions {
            shown.insert(eventId)
            suspects.insert(Suspect(subscriptionId: subscriptionId, eventId: eventId, sight: "deleted"))
        }
        if let reading {
            try await store.mark(mirrors: shown.sorted(), accountId: feed.accountId, reading: reading.number)
        }
        try await ask(about: suspects, of: feed)
    }

    /// The end of a full reading: mirrors ahead that it has not shown were deleted, or moved into the past, while no list of
    /// changes could say so.
    func lookForUnseen(by reading: FullReading, of feed: Feed) async throws {
        // To whom may see less Google does not show whose the events are.
        guard [AccessRole.writer, .owner].map(\.name).contains(feed.accessRole) else { return }
        var after: String?
        repeat {
            let page = try await store.unseenMirrors(
                feedId: feed.id, startingAfter: now(), reading: reading.number, after: after, limit: Self.pageSize)
            try await ask(
                about: Set(
                    page.map {
                        Suspect(
                            subscriptionId: $0.subscriptionId, eventId: $0.eventId, sight: "unseen \(reading.number)")
                    }), of: feed)
            after = page.count == Self.pageSize ? page.last?.eventId : nil
        } while after != nil
    }

    private func ask(about suspects: Set<Suspect>, of feed: Feed) async throws {
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

    /// Nil: no event of ours. An instance of a series that the host has made of a mirror has the mirror's marker.
    private func marker(_ event: SourceEvent, accountId: String) -> MirrorMarker? {
        guard let text = event.marker, let marker = MirrorMarker(text, eventId: event.seriesId, keys: keys),
            marker.identity.accountId == accountId
        else { return nil }
        return marker
    }

    /// Nil: as it was written.
    private func suspect(_ event: SourceEvent, _ marker: MirrorMarker) -> Suspect? {
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
