public import Foundation

/// A place in the list of activity: that of an entry.
public struct ActivityCursor: Hashable, Sendable {
    public let at: Date
    public let id: String
    /// Empty: of no class.
    public let classId: String

    public init(_ entry: ActivityEntry) {
        at = entry.at
        id = entry.id
        classId = entry.classId ?? ""
    }

    /// What `text` has written; nil for any other text.
    public init?(text: String) {
        // No id holds a NUL, which PostgreSQL does not take in a text.
        guard let data = Base64URL.decode(text), !data.contains(0), let plain = String(validating: data, as: UTF8.self)
        else { return nil }
        let parts = plain.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let seconds = Double(parts[0]), seconds.isFinite, !parts[1].isEmpty else { return nil }
        at = Date(timeIntervalSinceReferenceDate: seconds)
        id = parts[1]
        classId = parts[2]
    }

    /// For an address.
    public var text: String { Base64URL.encode(Data("\(at.timeIntervalSinceReferenceDate) \(id) \(classId)".utf8)) }
}
