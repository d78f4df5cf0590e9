/// A call to Google, as its quotas see it.
struct GoogleCall: Hashable, Sendable {
    /// Names the Google user on whose behalf it is made.
    let account: String
    /// Whether it changes an event.
    let isWrite: Bool
}
