import Foundation
import Synchronization

/// The sandbox's time: the configured clock plus what `/control/clock` added.
final class SandboxClock: Sendable {
    private let base: @Sendable () -> Date
    private let offset = Mutex(0)

    init(base: @escaping @Sendable () -> Date) {
        self.base = base
    }

    /// Since 1970, UTC.
    var milliseconds: Int {
        Int((base().timeIntervalSince1970 * 1000).rounded(.down)) + offset.withLock { $0 } * 1000
    }

    var seconds: Int { milliseconds / 1000 }

    func advance(seconds: Int) {
        offset.withLock { $0 += seconds }
    }
}
