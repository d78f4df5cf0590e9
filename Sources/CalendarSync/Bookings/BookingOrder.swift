public import Foundation

/// What decides which of two states of one subscription is the newer.
public struct BookingOrder: Hashable, Codable, Sendable {
    /// The producer's own count, where it has one.
    public let revision: Int?
    /// When it happened; for Kartra's ping, which does not say, when it was received.
    public let occurredAt: Date

    public init(revision: Int?, occurredAt: Date) {
        self.revision = revision
        self.occurredAt = occurredAt
    }

    /// Revisions decide where both have one, else the time; equal counts as not older, so that arrival decides.
    public func isOlder(than other: BookingOrder) -> Bool {
        if let mine = revision, let theirs = other.revision { return mine < theirs }
        return occurredAt < other.occurredAt
    }
}
