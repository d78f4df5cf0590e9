public import Foundation

/// One thing that has happened to a class, as a result tells it: codes, ids and counts; no title and no lead.
public struct ActivityEntry: Hashable, Codable, Sendable {
    /// The effects of one kind in one calendar.
    public struct Change: Hashable, Codable, Sendable {
        public let kind: SyncEffect.Kind
        public let target: SyncEffect.Target
        /// The calendar on the target's side.
        public let calendarId: String
        public var count: Int
        /// The longest of them.
        public var latencyMilliseconds: Int

        public init(
            kind: SyncEffect.Kind, target: SyncEffect.Target, calendarId: String, count: Int, latencyMilliseconds: Int
        ) {
            self.kind = kind
            self.target = target
            self.calendarId = calendarId
            self.count = count
            self.latencyMilliseconds = latencyMilliseconds
        }
    }

    /// What asked for it.
    public enum Occasion: String, Codable, Sendable {
        case booking, calendar, command
    }

    /// So many are kept of a class.
    public static let mostPerClass = 500
    /// So long they are kept.
    public static let lifetime: TimeInterval = 30 * 86_400

    /// The result record's.
    public let id: String
    public let accountId: String
    /// Nil: of no class, or of one that is not known.
    public let classId: String?
    public let subscriptionId: String?
    public let feedId: String?
    public let occasion: Occasion
    public let outcome: SyncResult.Outcome
    public let reason: SyncResult.Reason?
    public let changes: [Change]
    /// Effects that the result counts and does not list.
    public let omittedChanges: Int
    public let notes: [String]
    public let at: Date

    public init(
        id: String, accountId: String, classId: String?, subscriptionId: String? = nil, feedId: String? = nil,
        occasion: Occasion, outcome: SyncResult.Outcome, reason: SyncResult.Reason? = nil, changes: [Change] = [],
        omittedChanges: Int = 0, notes: [String] = [], at: Date
    ) {
        self.id = id
        self.accountId = accountId
        self.classId = classId
        self.subscriptionId = subscriptionId
        self.feedId = feedId
        self.occasion = occasion
        self.outcome = outcome
        self.reason = reason
        self.changes = changes
        self.omittedChanges = omittedChanges
        self.notes = notes
        self.at = at
    }

    /// - Parameters:
    ///   - id: the result record's.
    ///   - classId: the class that it is told of; a calendar's reading may concern several.
    public init(_ result: SyncResult, id: String, accountId: String, classId: String?, at: Date, topics: Topics) {
        var changes: [Change] = []
        for effect in result.effects {
            let known = changes.firstIndex {
                $0.kind == effect.kind && $0.target == effect.target && $0.calendarId == effect.calendarId
            }
            if let known {
                changes[known].count += 1
                changes[known].latencyMilliseconds = max(
                    changes[known].latencyMilliseconds, effect.latencyMilliseconds)
            } else {
                changes.append(
                    Change(
                        kind: effect.kind, target: effect.target, calendarId: effect.calendarId, count: 1,
                        latencyMilliseconds: effect.latencyMilliseconds))
            }
        }
        let occasion: Occasion =
            switch result.source.topic {
            case topics.appointments: .booking
            case topics.googlePings: .calendar
            default: .command
            }
        self.init(
            id: id, accountId: accountId, classId: classId, subscriptionId: result.subject.subscriptionId,
            feedId: result.subject.feedId, occasion: occasion, outcome: result.outcome, reason: result.reason,
            changes: changes, omittedChanges: result.omittedEffects ?? 0, notes: result.notes, at: at)
    }
}
