public import Foundation

/// The tie between one class and one Google calendar.
public struct ClassLink: Hashable, Codable, Sendable {
    public let accountId: String
    public let classId: String
    public var calendarId: String
    public var integrationId: String
    public var googleCalendarId: String
    public var options: LinkOptions
    /// Tells it from links that the class had before and that were ended; nil: there was none.
    public var generation: Int64?
    /// When a mirror or a block of this link last changed.
    public var lastChangeAt: Date?
    /// When all events of the calendar had been read for this link; nil until then.
    public var blocksCompleteAt: Date?
    /// Nil: no mirroring of the whole class is under way, or it has only begun.
    public var mirroring: MirroringProgress?
    /// Why nothing is removed for this link until its owner has answered; nil: nothing holds it.
    public var brake: Brake?
    /// When its blocks were taken out because Google could not be read; nil: they stand.
    public var blocksReleasedAt: Date?
    /// Since when its owner wants nothing written for it; nil: it is kept in step.
    public var pausedAt: Date?
    /// The Google calendar that was made for its blocks, where they are written to one.
    public var busyCalendarId: String?
    /// Counts the saves; 0: never saved.
    public var revision: Int64

    public init(
        accountId: String, classId: String, calendarId: String, integrationId: String, googleCalendarId: String,
        options: LinkOptions, lastChangeAt: Date? = nil, blocksCompleteAt: Date? = nil, revision: Int64 = 0
    ) {
        self.accountId = accountId
        self.classId = classId
        self.calendarId = calendarId
        self.integrationId = integrationId
        self.googleCalendarId = googleCalendarId
        self.options = options
        self.lastChangeAt = lastChangeAt
        self.blocksCompleteAt = blocksCompleteAt
        self.revision = revision
    }

    public var classKey: ClassKey { ClassKey(accountId: accountId, classId: classId) }
    public var feedId: String { Feed.id(integrationId: integrationId, googleCalendarId: googleCalendarId) }
}
