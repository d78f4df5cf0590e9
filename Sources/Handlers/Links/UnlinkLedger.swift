import CalendarSync
import Foundation

/// What the store knows of an unlinking: what there is to take out, what could not be, and the certificate.
struct UnlinkLedger: Sendable {
    private static let pageSize = 200

    let store: any AccountStore & BookingStore & FeedStore
    let now: @Sendable () -> Date

    /// Counts what there is to take out and to keep.
    /// - Parameter found: what Google has of it.
    func tally(_ unlinking: Unlinking, _ found: [MirrorEvent]) async throws -> Unlinking {
        var unlinking = unlinking
        unlinking.tally = try await counted(unlinking, found)
        unlinking.revision = try await store.save(unlinking)
        return unlinking
    }

    private func counted(_ unlinking: Unlinking, _ found: [MirrorEvent]) async throws -> Unlinking.Tally {
        let key = unlinking.classKey
        let all = try await store.mirrorCount(of: key)
        guard let time = unlinking.mirrorsGoAfter else {
            return Unlinking.Tally(mirrorsToRemove: 0, mirrorsToKeep: all, blocksToRemove: 0)
        }
        var known: [MirrorEvent] = []
        try await forEachBooking(of: unlinking) { known += $0.mirrorsToGo(of: key, after: time) }
        let unknown = found.filter { one in !known.contains { $0.isSameEvent(as: one) } }
        let blocks = try await store.blocks(of: key, feedId: unlinking.link.feedId)
        return Unlinking.Tally(
            mirrorsToRemove: known.count + unknown.count, mirrorsToKeep: all - known.count,
            blocksToRemove: blocks.count { $0.state != .writing && $0.block.interval.endsAt > unlinking.requestedAt })
    }

    /// Notes how many mirrors stay because Google does not let us at them: those that are still known, and those that
    /// only Google knows and still shows.
    func giveUp(_ unlinking: Unlinking, _ left: [MirrorEvent]) async throws -> Unlinking {
        guard let time = unlinking.mirrorsGoAfter else { return unlinking }
        var count = 0
        try await forEachBooking(of: unlinking) {
            count += $0.mirrorsToGo(of: unlinking.classKey, after: time).count
        }
        count += left.count
        var unlinking = unlinking
        unlinking.unreachableMirrors = min(count, unlinking.tally?.mirrorsToRemove ?? count)
        unlinking.revision = try await store.save(unlinking)
        return unlinking
    }

    /// What cannot be taken out is no longer ours to keep: nothing later is to stop at it.
    func forgetMirrors(_ unlinking: Unlinking) async throws {
        guard let time = unlinking.mirrorsGoAfter else { return }
        try await forEachBooking(of: unlinking) { state in
            let mirrors = state.mirrorsToGo(of: unlinking.classKey, after: time)
            if mirrors.isEmpty { return }
            var state = state
            for mirror in mirrors { state.remove(mirror) }
            state.intents.removeAll { intent in mirrors.contains { $0.isSameEvent(as: intent.mirror) } }
            try await store.save(state)
        }
    }

    func certify(_ unlinking: Unlinking) async throws {
        guard let tally = unlinking.tally else { return }
        let feedId = unlinking.link.feedId
        let channels = try await store.feed(id: feedId)?.channels ?? []
        let isUsed = try await !store.links(feedId: feedId).isEmpty
        let unreachable = unlinking.unreachableMirrors ?? 0
        var unlinking = unlinking
        unlinking.certificate = UnlinkCertificate(
            removedMirrors: tally.mirrorsToRemove - unreachable, keptMirrors: tally.mirrorsToKeep,
            unreachableMirrors: unreachable, removedBlocks: tally.blocksToRemove,
            channelStopped: !isUsed && channels.isEmpty,
            linksStillUsing: try await store.links(integrationId: unlinking.link.integrationId).count, issuedAt: now())
        try await store.save(unlinking)
    }

    /// The subscriptions of the class that may have mirrors to go.
    func forEachBooking(
        of unlinking: Unlinking, _ body: (BookingState) async throws -> Void
    ) async throws {
        var after: String?
        repeat {
            let page = try await store.bookings(
                of: unlinking.classKey, endingAfter: unlinking.requestedAt, after: after, limit: Self.pageSize)
            for state in page { try await body(state) }
            after = page.count == Self.pageSize ? page.last?.booking.subscriptionId : nil
        } while after != nil
    }
}

extension BookingState {
    fileprivate func mirrorsToGo(of key: ClassKey, after time: Date) -> [MirrorEvent] {
        mirrors.filter { $0.identity.classKey == key && $0.startsAt > time }
    }
}
