import Logging
import Synchronization

/// Remembers every line that is logged, at every level.
final class RecordingLog: Sendable {
    private let text = Mutex("")

    var everything: String { text.withLock { $0 } }

    var logger: Logger {
        Logger(label: "test") { _ in Handler(log: self) }
    }

    private struct Handler: LogHandler {
        let log: RecordingLog
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let line = "\(event.message) \(metadata) \(event.metadata ?? [:])\n"
            log.text.withLock { $0 += line }
        }
    }
}
