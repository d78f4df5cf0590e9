public import Foundation

/// What a comparison of a feed's blocks with Google's own free/busy found.
public struct FeedAudit: Hashable, Codable, Sendable {
    public struct Link: Hashable, Codable, Sendable {
        public let accountId: String
        public let classId: String
        /// Blocks that were looked at.
        public let compared: Int
        /// Blocks that should have stood and did not.
        public let missing: Int
        /// Blocks that stood and should not have.
        public let extra: Int
        /// Of both, those that were put right.
        public let repaired: Int
        /// Seconds that Google calls busy and that no block or booking of ours covers, or the other way round, after all that
        /// is known of the events: 0 unless our rules and Google's differ.
        public let unexplainedSeconds: Int

        public init(
            accountId: String, classId: String, compared: Int, missing: Int, extra: Int, repaired: Int,
            unexplainedSeconds: Int
        ) {
            self.accountId = accountId
            self.classId = classId
            self.compared = compared
            self.missing = missing
            self.extra = extra
            self.repaired = repaired
            self.unexplainedSeconds = unexplainedSeconds
        }
    }

    /// The ping that asked for it.
    public let eventId: String
    public let at: Date
    public let links: [Link]

    public init(eventId: String, at: Date, links: [Link]) {
        self.eventId = eventId
        self.at = at
        self.links = links
    }
}
