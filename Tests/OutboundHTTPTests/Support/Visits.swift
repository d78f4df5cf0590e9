import Synchronization

/// What a server saw: how many requests are inside a handler, were at most, came at all, and left by disconnecting.
final class Visits: Sendable {
    struct Counts: Sendable {
        var inside = 0
        var mostInside = 0
        var total = 0
        var disconnected = 0
        var names: [String] = []
    }

    private let state = Mutex(Counts())

    var counts: Counts { state.withLock { $0 } }

    func enter(_ name: String = "") {
        state.withLock { counts in
            counts.inside += 1
            counts.total += 1
            counts.mostInside = max(counts.mostInside, counts.inside)
            counts.names.append(name)
        }
    }

    func leave(byDisconnecting isDisconnected: Bool = false) {
        state.withLock { counts in
            counts.inside -= 1
            if isDisconnected { counts.disconnected += 1 }
        }
    }
}
