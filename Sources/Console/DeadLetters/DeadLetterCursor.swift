import CalendarSync
import Foundation

/// A place in the list of dead letters, newest first: that of a letter.
struct DeadLetterCursor: Hashable, Sendable {
    private let writtenAt: Date
    private let name: DeadLetterName

    init(_ entry: DeadLetterEntry) {
        writtenAt = entry.note.writtenAt
        name = entry.name
    }

    /// What `text` has written; nil for any other text.
    init?(text: String) {
        guard let data = Base64URL.decode(text), let plain = String(validating: data, as: UTF8.self) else { return nil }
        let parts = plain.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2, let seconds = Double(parts[0]), seconds.isFinite, let name = DeadLetterName(parts[1])
        else { return nil }
        writtenAt = Date(timeIntervalSinceReferenceDate: seconds)
        self.name = name
    }

    /// For an address.
    var text: String { Base64URL.encode(Data("\(writtenAt.timeIntervalSinceReferenceDate) \(name)".utf8)) }

    /// Newer first.
    static func precedes(_ one: DeadLetterCursor, _ other: DeadLetterCursor) -> Bool {
        (one.writtenAt, one.name) > (other.writtenAt, other.name)
    }
}
