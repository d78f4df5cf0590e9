import CalendarSync
import Foundation
import GoogleCalendar

/// What a failure of a remote system or of the store means for the input.
enum GoogleFailure {
    /// How long an account that must be connected again waits before it is tried all the same.
    private static let reconnectRetry: TimeInterval = 30 * 60
    /// Google's limits on use last for hours.
    private static let quotaPause: TimeInterval = 2 * 3_600
    private static let calendarRetry: TimeInterval = 3_600

    static func outcome(of error: any Error, now: Date) -> Outcome {
        switch error {
        case let failure as AccountFailure: outcome(of: failure.error, integrationId: failure.integrationId, now: now)
        case let failure as BlockWriteError: outcome(of: failure)
        default: .retry(after: nil, .temporaryFailure)
        }
    }

    private static func outcome(of failure: BlockWriteError) -> Outcome {
        switch failure {
        case .retriable(_, let after): .retry(after: after, .temporaryFailure)
        // An operator's matter: tried again until the credentials are right, and parked meanwhile.
        case .unauthorized: .retry(after: nil, .temporaryFailure)
        case .permanent(let reason): .rejected(Rejection(.refused, detail: "kartra: \(reason)"))
        }
    }
}
