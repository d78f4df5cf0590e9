import Foundation
import Records
import Synchronization

/// Puts the records that the tests see into the folder that `CALSYNC_TEST_RECORDS` names, for a schema validator. Without
/// that variable it does nothing.
enum RecordSamples {
    enum Kind: String {
        case booking = "booking.v1"
        case structuredBooking = "booking.v1.structured"
        case googlePing = "google-ping.v1"
        case command = "command.v1"
        case result = "result.v1"
        case busyBlock = "busy-block.v1"
        case deadLetter = "dead-letter.v1"
    }

    private static let written = Mutex<[Kind: Int]>([:])

    static func keep(_ kind: Kind, _ record: OutgoingRecord) throws {
        try keep(kind, value: record.value, headers: record.headers)
    }

    static func keep(_ kind: Kind, value: [UInt8]?, headers: RecordHeaders) throws {
        guard let folder = ProcessInfo.processInfo.environment["CALSYNC_TEST_RECORDS"] else { return }
        let names = headers.all.map { ($0.name, headers[$0.name] as Any? ?? NSNull()) }
        let sample: [String: Any] = [
            "type": kind.rawValue, "headers": Dictionary(names) { _, last in last }, "value": json(value),
        ]
        let number = written.withLock { counts in
            counts[kind, default: 0] += 1
            return counts[kind, default: 0]
        }
        let directory = URL(fileURLWithPath: folder, isDirectory: true)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try JSONSerialization.data(withJSONObject: sample, options: [.sortedKeys, .prettyPrinted])
            .write(to: directory.appendingPathComponent("\(kind.rawValue)-\(number).json"))
    }

    /// JSON as JSON, a tombstone as null, and what is not JSON (a dead letter's value may be anything) as text.
    private static func json(_ value: [UInt8]?) -> Any {
        guard let value else { return NSNull() }
        return (try? JSONSerialization.jsonObject(with: Data(value), options: [.fragmentsAllowed]))
            ?? String(decoding: value, as: UTF8.self)
    }
}
