/// The token that Google sends back with every ping of a channel: the feed's id and a signature over channel and feed,
/// so that a receiver needs no database to know the feed and to trust the ping. At most 256 characters, as Google asks.
public enum ChannelToken {
    public static func make(channelId: String, feedId: String, keys: SecretKeys) -> String {
        feedId + "." + keys.sign(signed(channelId, feedId), for: .channelToken)
    }

    /// The feed's id where the token was made by us for this channel; nil otherwise.
    public static func feedId(in token: String, channelId: String, keys: SecretKeys) -> String? {
        let parts = token.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let feedId = String(parts[0])
        guard keys.verify(String(parts[1]), of: signed(channelId, feedId), for: .channelToken) else { return nil }
        return feedId
    }

    private static func signed(_ channelId: String, _ feedId: String) -> String {
        "\(channelId.utf8.count):\(channelId)\(feedId)"
    }
}
