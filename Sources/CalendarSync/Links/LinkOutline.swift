public import Foundation

/// A link without its options and counters: what a list of a thousand links needs of each. It is read from what is stored
/// of a `ClassLink`, and so has the same names.
public struct LinkOutline: Hashable, Decodable, Sendable {
    public let accountId: String
    public let classId: String
    public let calendarId: String
    public let integrationId: String
    public let googleCalendarId: String
    public let blocksCompleteAt: Date?
    public let brake: Brake?
    public let blocksReleasedAt: Date?
    public let pausedAt: Date?

    public var feedId: String { Feed.id(integrationId: integrationId, googleCalendarId: googleCalendarId) }

    public init(_ link: ClassLink) {
        accountId = link.accountId
        classId = link.classId
        calendarId = link.calendarId
        integrationId = link.integrationId
        googleCalendarId = link.googleCalendarId
        blocksCompleteAt = link.blocksCompleteAt
        brake = link.brake
        blocksReleasedAt = link.blocksReleasedAt
        pausedAt = link.pausedAt
    }
}
