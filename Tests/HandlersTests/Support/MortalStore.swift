import CalendarSync
import Foundation

/// The store as one worker's handling reaches it.
struct MortalStore: AccountStore, BookingStore, MirrorStore, DueStore {
    let store: any Store
    let life: WorkerLife

    func booking(accountId: String, subscriptionId: String) async throws -> BookingState? {
        try await life.perform { try await store.booking(accountId: accountId, subscriptionId: subscriptionId) }
    }

    func save(_ state: BookingState) async throws -> Int64 {
        try await life.perform { try await store.save(state) }
    }

    func bookings(
        of key: ClassKey, endingAfter time: Date, after: String?, limit: Int
    ) async throws -> [BookingState] {
        try await life.perform { try await store.bookings(of: key, endingAfter: time, after: after, limit: limit) }
    }

    func mirrorCount(of key: ClassKey) async throws -> Int {
        try await life.perform { try await store.mirrorCount(of: key) }
    }

    func link(_ key: ClassKey) async throws -> ClassLink? {
        try await life.perform { try await store.link(key) }
    }

    func note(_ known: KnownClass) async throws {
        try await life.perform { try await store.note(known) }
    }

    func unlinking(_ key: ClassKey) async throws -> Unlinking? {
        try await life.perform { try await store.unlinking(key) }
    }

    func subscriptions(ofMirrors eventIds: [String], accountId: String) async throws -> [String: String] {
        try await life.perform { try await store.subscriptions(ofMirrors: eventIds, accountId: accountId) }
    }

    func subscriptions(
        ofDivergedMirrors eventIds: [String], accountId: String
    ) async throws -> [String: String] {
        try await life.perform { try await store.subscriptions(ofDivergedMirrors: eventIds, accountId: accountId) }
    }

    func mark(mirrors eventIds: [String], accountId: String, reading: Int64) async throws {
        try await life.perform { try await store.mark(mirrors: eventIds, accountId: accountId, reading: reading) }
    }

    func unseenMirrors(
        feedId: String, startingAfter time: Date, reading: Int64, after: String?, limit: Int
    ) async throws -> [UnseenMirror] {
        try await life.perform {
            try await store.unseenMirrors(
                feedId: feedId, startingAfter: time, reading: reading, after: after, limit: limit)
        }
    }

    func bookingCount(of key: ClassKey, endingAfter time: Date) async throws -> Int {
        try await life.perform { try await store.bookingCount(of: key, endingAfter: time) }
    }

    // What handling a booking has no use for.

    func accounts(after: String?, limit: Int) async throws -> [String] {
        try await store.accounts(after: after, limit: limit)
    }

    func integrations(after: String?, limit: Int) async throws -> [Integration] {
        try await store.integrations(after: after, limit: limit)
    }

    func integration(id: String) async throws -> Integration? { try await store.integration(id: id) }

    func integrations(accountId: String) async throws -> [Integration] {
        try await store.integrations(accountId: accountId)
    }

    func save(_ integration: Integration) async throws -> Int64 { try await store.save(integration) }

    func begin(_ authorization: PendingAuthorization) async throws { try await store.begin(authorization) }

    func takeAuthorization(state: String, now: Date) async throws -> PendingAuthorization? {
        try await store.takeAuthorization(state: state, now: now)
    }

    func classes(accountId: String) async throws -> [KnownClass] { try await store.classes(accountId: accountId) }

    func knownClass(_ key: ClassKey) async throws -> KnownClass? { try await store.knownClass(key) }

    func fingerprint(accountId: String) async throws -> String {
        try await store.fingerprint(accountId: accountId)
    }

    func bookings(of key: ClassKey, within bounds: DateInterval) async throws -> [BookingState] {
        try await store.bookings(of: key, within: bounds)
    }

    func mirrorCounts(accountId: String) async throws -> [String: Int] {
        try await store.mirrorCounts(accountId: accountId)
    }

    func links(accountId: String) async throws -> [ClassLink] { try await store.links(accountId: accountId) }

    func links(accountId: String, classIds: [String]) async throws -> [ClassLink] {
        try await store.links(accountId: accountId, classIds: classIds)
    }

    func linkOutlines(accountId: String) async throws -> [LinkOutline] {
        try await store.linkOutlines(accountId: accountId)
    }

    func linkStandings(accountId: String) async throws -> [LinkStanding] {
        try await store.linkStandings(accountId: accountId)
    }

    func links(feedId: String) async throws -> [ClassLink] {
        try await life.perform { try await store.links(feedId: feedId) }
    }

    func links(integrationId: String) async throws -> [ClassLink] {
        try await store.links(integrationId: integrationId)
    }

    func save(_ link: ClassLink) async throws -> Int64 { try await life.perform { try await store.save(link) } }

    func begin(_ unlinking: Unlinking) async throws { try await store.begin(unlinking) }

    func unlinkings(accountId: String) async throws -> [Unlinking] {
        try await store.unlinkings(accountId: accountId)
    }

    func save(_ unlinking: Unlinking) async throws -> Int64 { try await store.save(unlinking) }

    func integrations(subject: String) async throws -> [Integration] {
        try await store.integrations(subject: subject)
    }

    func feeds(dueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [Feed] {
        try await store.feeds(dueBy: time, limit: limit, leasedUntil: leasedUntil)
    }

    func postpone(feedId: String, until: Date) async throws { try await store.postpone(feedId: feedId, until: until) }

    func feeds(auditDueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [Feed] {
        try await store.feeds(auditDueBy: time, limit: limit, leasedUntil: leasedUntil)
    }

    func postpone(auditOf feedId: String, until: Date) async throws {
        try await store.postpone(auditOf: feedId, until: until)
    }

    func staleLinks(at time: Date, limit: Int, leasedUntil: Date?) async throws -> [ClassLink] {
        try await store.staleLinks(at: time, limit: limit, leasedUntil: leasedUntil)
    }

    func postpone(releaseOf key: ClassKey, until: Date) async throws {
        try await store.postpone(releaseOf: key, until: until)
    }

    func unlinkings(dueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [Unlinking] {
        try await store.unlinkings(dueBy: time, limit: limit, leasedUntil: leasedUntil)
    }

    func postpone(unlinkingOf key: ClassKey, until: Date) async throws {
        try await store.postpone(unlinkingOf: key, until: until)
    }

    func bookings(intentsDueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [BookingState] {
        try await store.bookings(intentsDueBy: time, limit: limit, leasedUntil: leasedUntil)
    }

    func postpone(intentsOf booking: Booking, until: Date) async throws {
        try await store.postpone(intentsOf: booking, until: until)
    }

    func parkedKeys(dueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [String] {
        try await store.parkedKeys(dueBy: time, limit: limit, leasedUntil: leasedUntil)
    }

    func postpone(parkedKey: String, until: Date) async throws {
        try await store.postpone(parkedKey: parkedKey, until: until)
    }
}
