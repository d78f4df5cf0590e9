public import Foundation

/// What a mirror event carries in its private extended properties: whose it is and what was written, signed.
public struct MirrorMarker: Hashable, Sendable {
    public let identity: MirrorIdentity
    /// Hash of the content that was written, so that it can be compared without reading titles.
    public let contentHash: String
    /// When the event takes place as it was written: what stands elsewhere was moved by the host.
    public let times: DateInterval

    /// The name of the property; Google allows 44 characters, and 1,024 for the value.
    public static let propertyName = "calsync"

    public init(identity: MirrorIdentity, contentHash: String, times: DateInterval) {
        self.identity = identity
        self.contentHash = contentHash
        self.times = times
    }

    public func text(signedBy keys: SecretKeys) -> String {
        let payload = payload
        return payload + keys.sign(payload, for: .mirrorMarker)
    }

    /// Reads the marker of the event `eventId`. Nil where there is none, it is not signed by us, or it belongs to another
    /// event: Google hands our properties on to copies and to exceptions of series, and those are not ours.
    public init?(_ text: String, eventId: String, keys: SecretKeys) {
        guard let comma = text.utf8.lastIndex(of: UInt8(ascii: ",")) else { return nil }
        let signature = text.utf8.index(after: comma)
        let payload = String(text[..<signature])
        guard keys.verify(String(text[signature...]), of: payload, for: .mirrorMarker),
            let fields = Self.fields(of: payload), fields.count == 10, fields[0] == "2",
            let start = Date(rfc3339: fields[5]), let generation = Int(fields[6]),
            let startsAt = Date(rfc3339: fields[8]), let endsAt = Date(rfc3339: fields[9]), startsAt <= endsAt
        else { return nil }
        self.identity = MirrorIdentity(
            accountId: fields[1], calendarId: fields[2], classId: fields[3], subscriptionId: fields[4],
            firstStartsAt: start, generation: generation)
        self.contentHash = fields[7]
        self.times = DateInterval(start: startsAt, end: endsAt)
        guard identity.eventId == eventId else { return nil }
    }

    /// Netstrings (https://cr.yp.to/proto/netstrings.txt): no id needs escaping, so none can grow beyond what Google keeps.
    private var payload: String {
        [
            "2", identity.accountId, identity.calendarId, identity.classId, identity.subscriptionId,
            identity.firstStartsAt.rfc3339, String(identity.generation), contentHash,
            times.start.rfc3339, times.end.rfc3339,
        ].map { "\($0.utf8.count):\($0)," }.joined()
    }

    private static func fields(of payload: String) -> [String]? {
        var fields: [String] = []
        var rest = Array(payload.utf8)[...]
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            guard let length = Int(String(decoding: rest[..<colon], as: UTF8.self)),
                (0..<(rest.endIndex - colon - 1)).contains(length)
            else { return nil }
            let end = colon + 1 + length
            guard rest[end] == UInt8(ascii: ","), let field = String(validating: rest[(colon + 1)..<end], as: UTF8.self)
            else { return nil }
            fields.append(field)
            rest = rest[(end + 1)...]
        }
        return rest.isEmpty ? fields : nil
    }
}
