#if DEBUG
    import Foundation
    import Synchronization

    /// Ends the process as `kill -9` does, at the n-th step boundary from its arming on: before or after a write to the store,
    /// a call to a remote system, a record sent, an offset noted. Only in debug builds, and only where the environment
    /// names the file by which a test arms it.
    final class Failpoint: Sendable {
        static let shared: Failpoint? = ProcessInfo.processInfo.environment["CALSYNC_FAILPOINT_FILE"].map(
            Failpoint.init)

        private let path: String
        private let left = Mutex<Int?>(nil)

        init(path: String) {
            self.path = path
        }

        /// A step boundary.
        func pass() {
            let isLast = left.withLock { left -> Bool in
                if left == nil {
                    left = (try? String(contentsOfFile: path, encoding: .utf8)).flatMap { Int($0) }
                }
                guard let before = left else { return false }
                left = before - 1
                return before <= 1
            }
            if isLast { kill(getpid(), SIGKILL) }
        }
    }
#endif
