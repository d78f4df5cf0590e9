import Foundation
import Records

/// Of the inputs that no worker has settled the one that waits longest.
struct OldestInput: Sendable {
    /// Since when it is in its topic; nil: none waits.
    let since: Date?

    init(_ waiting: some Collection<ConsumedRecord>) {
        since = waiting.compactMap(\.timestampMilliseconds).min()
            .map { Date(timeIntervalSince1970: TimeInterval($0) / 1_000) }
    }
}
