import Foundation
import Synchronization

/// The links that have opened the console, until they could not do so any more. Kept by each process for itself.
final class UsedLinks: Sendable {
    private let expiries = Mutex<[String: Date]>([:])

    /// - Returns: false where the link was used before.
    func use(_ link: ConsoleLink, now: Date) -> Bool {
        expiries.withLock { expiries in
            expiries = expiries.filter { $0.value > now }
            return expiries.updateValue(link.expiresAt, forKey: link.id) == nil
        }
    }
}
