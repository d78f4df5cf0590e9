import Foundation

/// Wanted sessions minus existing mirrors. A plan for what already stands is empty, so that repeated input calls nobody.
public enum MirrorPlanner {
    /// - Parameters:
    ///   - booking: the newest state of the subscription.
    ///   - existing: the mirrors that stand for it.
    ///   - taken: ids that Google does not give us.
    ///   - link: where they belong; nil where the class is not linked, and then none of this class is wanted.
    ///   - unlinking: how the class was unlinked. Without one, or where it says so, mirrors of the class are left alone.
    public static func plan(
        _ booking: Booking, existing: [MirrorEvent], taken: Set<MirrorIdentity> = [], link: ClassLink?,
        unlinking: Unlinking? = nil
    ) -> [MirrorChange] {
        guard let link else {
            return existing.filter { mirror in
                if mirror.identity.classKey == booking.classKey {
                    return unlinking?.mirrorsGoAfter.map { mirror.startsAt > $0 } ?? false
                }
                // The subscription has gone to a class that is not linked: what stood for its old class is wrong now.
                return booking.status != .completed
            }.map { .delete($0) }
        }
        if booking.status == .completed { return [] }
        if booking.status == .cancelled { return existing.map { .delete($0) } }
        let misplaced = existing.filter { !belongs($0, booking, link) }
        var free = existing.filter { belongs($0, booking, link) }
        var taken = taken.union(existing.map(\.identity))
        var wanted = distinct(booking.sessions).map {
            MirrorContent(session: $0, booking: booking, options: link.options)
        }
        var changes: [MirrorChange] = []

        // What stands as wanted stays. Of the others, a session that kept its time keeps its event, and the first moved
        // session takes the first event left over.
        wanted.removeAll { content in
            let hash = content.hash
            guard let index = free.firstIndex(where: { $0.startsAt == content.startsAt && $0.contentHash == hash })
            else { return false }
            free.remove(at: index)
            return true
        }
        wanted.removeAll { content in
            guard let index = free.firstIndex(where: { $0.startsAt == content.startsAt }) else { return false }
            changes.append(.update(free.remove(at: index), content))
            return true
        }
        free.sort { $0.startsAt < $1.startsAt }
        for content in wanted.sorted(by: { $0.startsAt < $1.startsAt }) {
            if !free.isEmpty {
                changes.append(.update(free.removeFirst(), content))
            } else {
                var identity = MirrorIdentity(booking: booking, firstStartsAt: content.startsAt)
                while taken.contains(identity) { identity = identity.next() }
                taken.insert(identity)
                changes.append(.insert(identity, content))
            }
        }
        // Deletes come last: a slot is never seen free while its event is on the way to another calendar.
        return changes + (free + misplaced).map { .delete($0) }
    }

    /// An event that names another class would block this one and not that, so it does not serve.
    private static func belongs(_ mirror: MirrorEvent, _ booking: Booking, _ link: ClassLink) -> Bool {
        mirror.integrationId == link.integrationId && mirror.googleCalendarId == link.googleCalendarId
            && mirror.identity.classKey == booking.classKey
    }

    private static func distinct(_ sessions: [Session]) -> [Session] {
        var seen: Set<[TimeInterval]> = []
        return sessions.filter {
            seen.insert([$0.startsAt.timeIntervalSince1970, TimeInterval($0.durationMinutes)]).inserted
        }
    }
}
