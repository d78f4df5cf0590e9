public import Foundation

/// A push channel of Google (`events.watch`).
public struct FeedChannel: Hashable, Codable, Sendable {
    public let id: String
    /// Google's id of the watched resource; nil until the watch call has answered.
    public var resourceId: String?
    public var expiresAt: Date?
    public let createdAt: Date

    public init(id: String, resourceId: String? = nil, expiresAt: Date? = nil, createdAt: Date) {
        self.id = id
        self.resourceId = resourceId
        self.expiresAt = expiresAt
        self.createdAt = createdAt
    }

    /// Channels are renewed at 80 % of their life, so that the next one overlaps this one. Nil: not yet answered.
    public var renewAt: Date? {
        expiresAt.map { createdAt.addingTimeInterval($0.timeIntervalSince(createdAt) * 0.8) }
    }
}
