import CalendarSync
import Foundation
import GoogleCalendar
import Logging

/// What a failure of a remote system or of the store means for the input.
enum GoogleFailure {
    /// An account that must be connected again is tried now and then all the same.
    private static let reconnectRetry: TimeInterval = 30 * 60
    /// Google's limits on use last for hours.
    private static let quotaPause: TimeInterval = 2 * 3_600
    /// A calendar that is gone may be shared again.
    private static let calendarRetry: TimeInterval = 3_600

    static func outcome(
        of error: any Error, _ context: InputContext, google: any CalendarAccounts, now: Date, logger: Logger
    ) async -> Outcome {
        logger.warning(
            "attempt failed",
            metadata: [
                "error": "\(describe(error))", "attempt": "\(context.attempt)",
                "record": "\(context.source.topic)[\(context.source.partition)]@\(context.source.offset)",
            ])
        switch error {
        case let failure as AccountFailure: return await outcome(of: failure, google: google, now: now)
        case let failure as BlockWriteError: return outcome(of: failure)
        // Nor could it be parked.
        case StoreError.unstorable(let reason): return .rejected(.unstorable(reason))
        default: return .retry(after: nil, .temporaryFailure)
        }
    }

    /// Our own errors are safe to show; of others only the kind is, as their texts may quote what was read.
    private static func describe(_ error: any Error) -> String {
        switch error {
        case let failure as AccountFailure: "\(failure.error), integration \(failure.integrationId)"
        case is BlockWriteError, is StoreError, is SecretKeysError, is CancellationError: "\(error)"
        default: "\(type(of: error))"
        }
    }

    private static func outcome(of failure: AccountFailure, google: any CalendarAccounts, now: Date) async -> Outcome {
        let error = failure.error
        if case .held(let wait) = error { return .held(for: wait) }
        switch error.advice {
        case .retry, .backOff, .readBack, .useNewID, .fullSync:
            return .retry(after: error.retryAfter, .temporaryFailure)
        case .pauseForHours:
            return .parked(.quotaExceeded, until: .time, dueAt: now.addingTimeInterval(quotaPause))
        case .reconnect:
            // A missing scope can only be one that was optional: what the others allow goes on.
            if error != .insufficientPermissions {
                do {
                    // Connected again since: what that released was not parked yet, and nothing else would release it.
                    guard try await google.reconnectNeeded(integrationId: failure.integrationId) else {
                        return .retry(after: nil, .temporaryFailure)
                    }
                } catch {
                    return .retry(after: nil, .temporaryFailure)
                }
            }
            return .parked(
                .reconnectNeeded, until: .reconnect(integrationId: failure.integrationId),
                dueAt: now.addingTimeInterval(reconnectRetry))
        // The calendar's rights or our registration: people can put it right, and then the booking still counts.
        case .gone, .needsAccess, .fixConfiguration:
            return .parked(.calendarUnavailable, until: .time, dueAt: now.addingTimeInterval(calendarRetry))
        case .alreadyDone, .pollInstead, .permanent:
            return .rejected(Rejection(.refused, detail: "google: \(error)"))
        }
    }

    private static func outcome(of failure: BlockWriteError) -> Outcome {
        switch failure {
        case .retriable(_, let after): .retry(after: after, .temporaryFailure)
        case .held(let wait): .held(for: wait)
        // An operator's matter: tried again until the credentials are right, and parked meanwhile.
        case .unauthorized: .retry(after: nil, .temporaryFailure)
        case .permanent(let reason, _): .rejected(Rejection(.refused, detail: "blocks: \(reason)"))
        }
    }
}
