import CalendarSync
import Foundation

/// How a link stands, in sentences.
struct LinkWords {
    let view: LinkView
    let now: Date

    init(_ view: LinkView, now: Date) {
        self.view = view
        self.now = now
    }

    var headline: String {
        switch view.status.word {
        case .inStep:
            view.link.lastChangeAt.map { "In step, last change \(ago($0))" } ?? "In step, nothing has changed yet"
        case .syncing: "The calendar is being read"
        case .behind: "Behind" + (view.status.behindSeconds.map { " by \(TimeWords.span(TimeInterval($0)))" } ?? "")
        case .parked: "Waiting: \(view.counts.parked) change\(view.counts.parked == 1 ? "" : "s")"
        case .reconnectNeeded:
            "Reconnect needed" + (view.feed?.lastSyncedAt.map { ": last in step \(ago($0))" } ?? "")
        case .braked:
            "A mass removal of \(view.link.brake?.sources ?? 0) events waits for your answer"
        case .paused: "Paused" + (view.link.pausedAt.map { " since \(TimeWords.text($0)) UTC" } ?? "")
        case .degraded: "Not working fully"
        case .unlinking: "Being unlinked"
        }
    }

    /// What is behind it, and what helps.
    var detail: String {
        switch view.status.reason {
        case "grant_refused":
            return "Google no longer accepts the access that was given. Open My Integrations and reconnect the account."
        case "calendar_lost":
            return "The Google calendar was deleted, or is no longer shared with the account. Choose another one."
        case "calendar_read_only":
            return "The Google account may no longer write to the calendar. Bookings cannot appear in it."
        case "google_unreachable":
            let since = view.feed?.unreachableSince.map { " since \(TimeWords.text($0)) UTC" } ?? ""
            return "Google does not answer\(since). "
                + (view.link.blocksReleasedAt == nil
                    ? "The busy times that are known stay." : "The busy times were taken out, as you chose.")
        case "push_lost":
            return "Google does not tell of changes at the moment. The calendar is read every minute instead."
        case "inputs_waiting": return "Changes wait to be handled: the workers do not keep up, or none is running."
        case "blocks_not_written": return "The busy times cannot be written at the moment. It is tried again by itself."
        case "not_read_lately": return "The workers do not keep up, or none is running."
        case "mass_removal": return brakeDetail
        default: break
        }
        if view.status.word == .parked { return parkingDetail }
        if view.status.word == .paused {
            return "Bookings are remembered and appear in Google when the link is resumed. "
                + "Until then the busy times in Kartra stay as they are."
        }
        let mirrored =
            view.link.mirroring.map { "\($0.bookings) of \($0.ofBookings) bookings are mirrored so far. " } ?? ""
        if let reading = view.feed?.fullReading {
            return mirrored + "So far \(reading.events) events on \(reading.pages) pages were read, "
                + "\(reading.waitingSeries.count) series wait."
        }
        if !mirrored.isEmpty { return mirrored }
        return view.status.word == .syncing ? "The first reading has not begun yet." : ""
    }

    private var parkingDetail: String {
        let when = view.parkedUntil.map {
            $0 <= now ? "at any moment" : "in \(TimeWords.span($0.timeIntervalSince(now)))"
        }
        let why =
            switch view.status.reason.flatMap({ SyncResult.Reason(rawValue: $0) }) {
            case .reconnectNeeded: "Google refused the access that was given. "
            case .quotaExceeded: "Google limits the account for some hours. "
            case .calendarUnavailable: "The Google calendar could not be reached with this account. "
            case .retriesExhausted: "Google or Kartra failed again and again. "
            default: ""
            }
        return why + "It is tried again by itself\(when.map { ", \($0)" } ?? ""), or at once by Re-sync."
    }

    private var brakeDetail: String {
        guard let brake = view.link.brake else { return "" }
        let what =
            "\(brake.sources) of \(brake.ofSources) events are gone from Google since \(TimeWords.text(brake.since)) UTC. "
        switch brake.answer {
        case nil: return what + "Nothing is removed until you have answered."
        case .approved: return what + "You have approved; their busy times are being removed."
        case .rejected: return what + "You have rejected; their busy times stay until they are over."
        }
    }

    private func ago(_ date: Date) -> String {
        let seconds = now.timeIntervalSince(date)
        return seconds < 5 ? "just now" : TimeWords.span(seconds) + " ago"
    }
}
