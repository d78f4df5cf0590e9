public import Foundation

/// Which booking a mirror event stands for, told by the event's id alone: of a deleted event Google may say no more.
public protocol MirrorStore: Sendable {
    /// The subscriptions, by event id, of those events that are mirrors of an account's bookings.
    func subscriptions(ofMirrors eventIds: [String], accountId: String) async throws -> [String: String]
    /// The same, of those alone that are known to stand otherwise than as written.
    func subscriptions(ofDivergedMirrors eventIds: [String], accountId: String) async throws -> [String: String]
    /// Notes of an account's mirrors which full reading showed them.
    func mark(mirrors eventIds: [String], accountId: String, reading: Int64) async throws
    /// The mirrors in a feed's calendar that begin after `time` and that its full reading of this number did not show, by
    /// event id; `after` is the last one of the page before.
    func unseenMirrors(
        feedId: String, startingAfter time: Date, reading: Int64, after: String?, limit: Int
    ) async throws -> [UnseenMirror]
}
