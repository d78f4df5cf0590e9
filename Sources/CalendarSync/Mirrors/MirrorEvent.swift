public import Foundation

/// An event of ours in a Google calendar, as it was last written: it stands for one session.
public struct MirrorEvent: Hashable, Codable, Sendable {
    public let identity: MirrorIdentity
    public let integrationId: String
    public let googleCalendarId: String
    public let startsAt: Date
    public let contentHash: String

    public init(
        identity: MirrorIdentity, integrationId: String, googleCalendarId: String, startsAt: Date, contentHash: String
    ) {
        self.identity = identity
        self.integrationId = integrationId
        self.googleCalendarId = googleCalendarId
        self.startsAt = startsAt
        self.contentHash = contentHash
    }

    public var eventId: String { identity.eventId }
}
