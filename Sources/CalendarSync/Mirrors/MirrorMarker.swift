import Foundation

/// What a mirror event carries in its private extended properties: whose it is and what was written, signed.
public struct MirrorMarker: Hashable, Sendable {
    public let identity: MirrorIdentity
    /// Hash of the content that was written, so that it can be compared without reading titles.
    public let contentHash: String

    /// The name of the property; Google allows 44 characters, and 1,024 for the value.
    public static let propertyName = "calsync"

    public init(identity: MirrorIdentity, contentHash: String) {
        self.identity = identity
        self.contentHash = contentHash
    }

    public func text(signedBy keys: SecretKeys) -> String {
        let payload = payload
        return payload + "|" + keys.sign(payload, for: .mirrorMarker)
    }

    /// Reads the marker of the event `eventId`. Nil where there is none, it is not signed by us, or it belongs to another
    /// event: Google hands our properties on to copies and to exceptions of series, and those are not ours.
    public init?(_ text: String, eventId: String, keys: SecretKeys) {
        guard let end = text.lastIndex(of: "|") else { return nil }
        let payload = String(text[..<end])
        guard keys.verify(String(text[text.index(after: end)...]), of: payload, for: .mirrorMarker) else { return nil }
        let fields = payload.split(separator: "|", omittingEmptySubsequences: false).map { Self.unescape($0) }
        guard fields.count == 8, fields[0] == "1", let start = Date(rfc3339: fields[5]),
            let generation = Int(fields[6])
        else { return nil }
        self.identity = MirrorIdentity(
            accountId: fields[1], calendarId: fields[2], classId: fields[3], subscriptionId: fields[4],
            firstStartsAt: start, generation: generation)
        self.contentHash = fields[7]
        guard identity.eventId == eventId else { return nil }
    }

    private var payload: String {
        [
            "1", identity.accountId, identity.calendarId, identity.classId, identity.subscriptionId,
            identity.firstStartsAt.rfc3339, String(identity.generation), contentHash,
        ].map(Self.escape).joined(separator: "|")
    }

    private static func escape(_ field: String) -> String {
        field.replacingOccurrences(of: "%", with: "%25").replacingOccurrences(of: "|", with: "%7C")
    }

    private static func unescape(_ field: Substring) -> String {
        field.replacingOccurrences(of: "%7C", with: "|").replacingOccurrences(of: "%25", with: "%")
    }
}
