public import Foundation

/// An event of ours in a Google calendar, as it was last written: it stands for one session.
public struct MirrorEvent: Hashable, Codable, Sendable {
    public let identity: MirrorIdentity
    public let integrationId: String
    public let googleCalendarId: String
    public let startsAt: Date
    /// Empty: nobody knows what the event says, or whether it stands at all.
    public let contentHash: String
    /// The state that Google keeps under this name is the one that was written or last looked at. Nil: not known.
    /// https://developers.google.com/workspace/calendar/api/guides/version-resources
    public var etag: String?
    /// What the host has made of it, once that was reported; nil: it stands as it was written.
    public var divergence: MirrorDivergence?
    /// The input that reported it: its repetition reports it again.
    public var divergenceInput: String?

    public init(
        identity: MirrorIdentity, integrationId: String, googleCalendarId: String, startsAt: Date, contentHash: String,
        etag: String? = nil
    ) {
        self.identity = identity
        self.integrationId = integrationId
        self.googleCalendarId = googleCalendarId
        self.startsAt = startsAt
        self.contentHash = contentHash
        self.etag = etag
    }

    public var eventId: String { identity.eventId }

    public var isUncertain: Bool { contentHash.isEmpty }

    /// The event while a write to it is under way.
    public func uncertain(startsAt: Date? = nil) -> MirrorEvent {
        MirrorEvent(
            identity: identity, integrationId: integrationId, googleCalendarId: googleCalendarId,
            startsAt: startsAt ?? self.startsAt, contentHash: "")
    }

    /// Whether both are one event in Google: an id may be taken in several calendars.
    public func isSameEvent(as other: MirrorEvent) -> Bool {
        identity == other.identity && integrationId == other.integrationId
            && googleCalendarId == other.googleCalendarId
    }
}
