import Synchronization

/// How many pages are kept up to date at once: a browser has six connections to a server, and a server so many.
final class LiveSeats: Sendable {
    /// Given back when nobody holds it any more, whatever has ended the stream.
    final class Seat: Sendable {
        private let giveBack: @Sendable () -> Void

        fileprivate init(giveBack: @escaping @Sendable () -> Void) {
            self.giveBack = giveBack
        }

        deinit { giveBack() }
    }

    private let mostOfSession: Int
    private let most: Int
    private let taken = Mutex<[String: Int]>([:])

    init(mostOfSession: Int = 4, most: Int = 500) {
        self.mostOfSession = mostOfSession
        self.most = most
    }

    var count: Int { taken.withLock { $0.values.reduce(0, +) } }

    /// - Throws: `ConsoleError.tooManyPages`
    func take(for sessionId: String) throws -> Seat {
        let isFree = taken.withLock { taken in
            guard taken[sessionId, default: 0] < mostOfSession, taken.values.reduce(0, +) < most else { return false }
            taken[sessionId, default: 0] += 1
            return true
        }
        guard isFree else { throw ConsoleError.tooManyPages }
        return Seat { [self] in
            taken.withLock { taken in
                let left = taken[sessionId, default: 1] - 1
                taken[sessionId] = left > 0 ? left : nil
            }
        }
    }
}
