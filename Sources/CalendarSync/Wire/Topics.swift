/// The names of the topics, with the installation's prefix before each.
public struct Topics: Hashable, Sendable {
    public let prefix: String

    public init(prefix: String = "") {
        self.prefix = prefix
    }

    /// In: booking events and Kartra's own pings.
    public var appointments: String { prefix + "kartra.appointments" }
    /// In: one sync trigger of a feed a record, keyed by feed.
    public var googlePings: String { prefix + "google.pings" }
    /// In: links made and changed, re-sync, unpark.
    public var commands: String { prefix + "calsync.commands" }
    /// Out: what happened to each input.
    public var results: String { prefix + "calsync.results" }
    /// Out, compacted: the blocks as they stand.
    public var busyBlocks: String { prefix + "kartra.busy-blocks" }
    /// Out: inputs that can never be handled, untouched.
    public var deadLetters: String { prefix + "calsync.dead-letters" }

    public var inputs: [String] { [appointments, googlePings, commands] }
    public var all: [String] { inputs + [results, busyBlocks, deadLetters] }
    public var compacted: Set<String> { [busyBlocks] }
    public var consumerGroup: String { prefix + "calsync" }
    /// Of the consoles, which read the results.
    public var activityGroup: String { prefix + "calsync-activity" }
}
