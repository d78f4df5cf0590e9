import Logging

/// Keeps every line, with its metadata.
struct RecordingLogHandler: LogHandler {
    let lines: Watched<[String]>
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    static func logger() -> (Logger, Watched<[String]>) {
        let lines = Watched<[String]>([])
        return (Logger(label: "test") { _ in RecordingLogHandler(lines: lines) }, lines)
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.change { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
    }
}
