public import CalendarSync
public import Foundation
public import Logging

/// The ways to write blocks that this installation has: Kartra's port, and Google calendars that Kartra reads.
public struct BlockWriters: BusyBlockWriters {
    private let kartra: any BusyBlockWriter
    private let google: any CalendarAccounts
    private let calendars: BusyCalendarMaker
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Date
    private let seen = SeenCalendars()

    /// - Parameter clock: for the pauses between attempts at one block.
    public init(
        kartra: any BusyBlockWriter, google: any CalendarAccounts, store: any AccountStore, keys: SecretKeys,
        clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.kartra = kartra
        self.google = google
        self.clock = clock
        self.now = now
        calendars = BusyCalendarMaker(google: google, store: store, keys: keys, logger: logger)
    }

    /// The calendar of a link that has none, or whose calendar the host has deleted, is made here: another target, so that
    /// all blocks are written anew.
    public func target(of link: ClassLink) async throws -> BlockTarget {
        switch link.options.blockWriter {
        case .kartra: return .kartra
        case .googleCalendar:
            if let known = link.busyCalendarId, seen.contains(known, at: now()) {
                return .googleCalendar(integrationId: link.integrationId, calendarId: known)
            }
            let calendarId = try await calendars.calendar(for: link)
            seen.note(calendarId, at: now())
            return .googleCalendar(integrationId: link.integrationId, calendarId: calendarId)
        }
    }

    public func writer(for target: BlockTarget) async throws -> any BusyBlockWriter {
        switch target {
        case .kartra: return kartra
        case .googleCalendar(let integrationId, let calendarId):
            let account = try await BlockFailure.translating(integrationId) {
                try await google.account(integrationId: integrationId)
            }
            return GoogleCalendarBlockWriter(
                account: account, integrationId: integrationId, calendarId: calendarId, clock: clock,
                calendarIsGone: { [seen] in seen.forget(calendarId) })
        }
    }
}
