import CalendarSync
import Records

/// A record on its way through the engine.
struct Delivery: Sendable {
    let record: ConsumedRecord
    let work: Result<RoutedWork, Rejection>
    /// Which assignment of the partition brought it: after a revocation, an older one no longer counts.
    let assignment: Int
    var attempt = 1
    /// How long it has waited between its attempts, all in all.
    var waited = Duration.zero

    /// Records that cannot be read need no order among each other.
    var key: String {
        switch work {
        case .success(let work): work.key
        case .failure: record.position.description
        }
    }

    /// Whose share of the places it takes.
    var account: String {
        switch work {
        case .success(let work): work.account
        case .failure: key
        }
    }

    /// Whom it speaks of; nil where it could not be read.
    var subject: ResultSubject? { try? work.get().subject }

    /// The same record as if nothing could be read of it.
    func unread(because rejection: Rejection) -> Delivery {
        Delivery(record: record, work: .failure(rejection), assignment: assignment, attempt: attempt, waited: waited)
    }

    var isUnparking: Bool {
        guard case .success(let work) = work, case .unpark = work.task else { return false }
        return true
    }

    /// Whether it is to be handled for those it coalesces with, even where it is not the last.
    var announces: Bool {
        switch work {
        case .success(let work): work.announces
        case .failure: false
        }
    }

    var coalesces: Bool {
        switch work {
        case .success(let work): work.coalesces
        case .failure: false
        }
    }
}
