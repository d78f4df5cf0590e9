/// A link and its feed, as far as they tell how it stands.
public struct LinkStanding: Hashable, Sendable {
    public let link: LinkOutline
    /// Nil until a worker or the set-up has made it.
    public let feed: FeedOutline?

    public init(link: LinkOutline, feed: FeedOutline?) {
        self.link = link
        self.feed = feed
    }
}
