import CalendarSync

/// A booking of a trial as Kartra last told it.
struct TrialBooking: Sendable {
    let key: ClassKey
    /// When its sessions are, in seconds since 1970; none where it is cancelled.
    var times: Set<Range<Int>>
}
