import CalendarSync
import Foundation
import GoogleCalendar

/// How a link stands, in one word, and why.
struct LinkStatus: Hashable, Sendable {
    enum Word: String, Encodable, CaseIterable, Sendable {
        case inStep = "in_step"
        case syncing, behind, parked
        case reconnectNeeded = "reconnect_needed"
        case braked, paused, degraded, unlinking
    }

    /// Of the paces at which a feed is read, push or no push: after so many the workers do not keep up.
    static let longestSilence = 3.0
    /// One input may take minutes, such as the first reading of a large calendar; one that waits longer is worth a word.
    static let longestWait: TimeInterval = 5 * 60
    /// Google has its hiccups; a longer one is worth a word.
    static let longestHiccup: TimeInterval = 15 * 60

    let word: Word
    /// A code, where the word does not say it all.
    let reason: String?
    /// Since when the calendar was last known to be in step; 0 where it is, nil where it never was.
    let behindSeconds: Int?

    /// The class is no longer linked, and what the link has made is being cleared up.
    static let unlinking = LinkStatus(word: .unlinking, reason: nil, behindSeconds: nil)

    private init(word: Word, reason: String?, behindSeconds: Int?) {
        self.word = word
        self.reason = reason
        self.behindSeconds = behindSeconds
    }

    /// The owner's own word comes first, then the gravest: what only a person can help, then what waits, then what is
    /// under way.
    ///
    /// Whom a waiting input concerns is in none of the things that are known, so `oldestInput` stands for every link.
    init(
        link: LinkOutline, integration: Integration?, feed: FeedOutline?, parking: LinkParking?, oldestInput: Date?,
        now: Date
    ) {
        if let since = link.pausedAt {
            self.init(word: .paused, reason: nil, behindSeconds: Int(max(0, now.timeIntervalSince(since))))
            return
        }
        let silence = feed?.lastSyncedAt.map { max(0, now.timeIntervalSince($0)) }
        let (word, reason): (Word, String?) = {
            guard integration?.status == .connected else { return (.reconnectNeeded, "grant_refused") }
            if feed?.access == .lost { return (.degraded, "calendar_lost") }
            if link.brake != nil { return (.braked, "mass_removal") }
            // Where the role is one that we do not know, a write will tell.
            if let role = feed?.accessRole, AccessRole(name: role).canWrite == false {
                return (.degraded, "calendar_read_only")
            }
            if let since = feed?.unreachableSince, now.timeIntervalSince(since) > Self.longestHiccup {
                // Without its blocks a class can be booked at any time: that is worse than old blocks.
                return (link.blocksReleasedAt == nil ? .behind : .degraded, "google_unreachable")
            }
            if let parking { return (.parked, parking.reason.rawValue) }
            if feed?.behindClasses?[link.classId] != nil { return (.behind, "blocks_not_written") }
            if feed?.pushLostSince != nil { return (.degraded, "push_lost") }
            guard let feed, let silence, link.blocksCompleteAt != nil, link.blocksReleasedAt == nil else {
                return (.syncing, nil)
            }
            if silence > Self.longestSilence * feed.pace(at: now) { return (.behind, "not_read_lately") }
            if let oldestInput, now.timeIntervalSince(oldestInput) > Self.longestWait {
                return (.behind, "inputs_waiting")
            }
            return (.inStep, nil)
        }()
        let behind: TimeInterval? =
            switch (word, reason) {
            case (.inStep, _): 0
            case (_, "inputs_waiting"): oldestInput.map { now.timeIntervalSince($0) }
            case (_, "blocks_not_written"): feed?.behindClasses?[link.classId].map { now.timeIntervalSince($0) }
            default: silence
            }
        self.init(word: word, reason: reason, behindSeconds: behind.map { Int($0) })
    }
}
