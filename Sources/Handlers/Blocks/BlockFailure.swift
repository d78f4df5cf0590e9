import CalendarSync
import GoogleCalendar

/// What a failure of Google's means for the writing of blocks.
enum BlockFailure: Sendable {
    /// Concerns the one call: again, a little later.
    case again
    /// Concerns every call for a while.
    case slower
    /// The calendar of the blocks is not there any more: another has to be made.
    case calendarGone
    /// The account, its rights or our registration: people have to act, or hours to pass.
    case account
    /// Never, as it is.
    case never

    init(_ error: GoogleError) {
        switch error.advice {
        case .retry, .readBack, .useNewID, .fullSync, .alreadyDone: self = .again
        case .backOff: self = .slower
        case .gone: self = .calendarGone
        case .pauseForHours, .reconnect, .needsAccess, .fixConfiguration: self = .account
        case .pollInstead, .permanent: self = .never
        }
    }

    /// What a writer of blocks throws for it. Never an `AccountFailure` for a calendar that is gone: that would be taken
    /// for the calendar that is read.
    static func error(_ error: GoogleError, integrationId: String) -> any Error {
        if case .held(let wait) = error { return BlockWriteError.held(for: wait) }
        return switch BlockFailure(error) {
        case .again, .slower, .calendarGone:
            BlockWriteError.retriable(reason: "google: \(error)", after: error.retryAfter)
        case .account: AccountFailure(integrationId: integrationId, error: error, concernsBlocks: true)
        case .never: BlockWriteError.permanent(reason: "google: \(error)")
        }
    }

    /// Throws what `body` throws, Google's failures as those of writing blocks.
    static func translating<Value>(_ integrationId: String, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let failure as GoogleError {
            throw error(failure, integrationId: integrationId)
        }
    }
}
