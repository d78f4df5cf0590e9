import Foundation
import Synchronization

/// The processes of one test, none of which outlives it, however it ends.
final class Daemons: Sendable {
    let folder: URL
    private let running = Mutex<[Daemon]>([])

    init(folder: URL) {
        self.folder = folder
    }

    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Daemon {
        let daemon = try Daemon(arguments, environment: environment, folder: folder)
        running.withLock { running in
            // Each holds a file open, and a long test has hundreds.
            running.removeAll { !$0.isRunning }
            running.append(daemon)
        }
        return daemon
    }

    func kill() {
        for daemon in running.withLock({ $0 }) { daemon.kill() }
    }
}
