/// Asks Google to ping us when a calendar's events change.
/// https://developers.google.com/workspace/calendar/api/guides/push
public struct WatchRequest: Sendable, Hashable {
    /// Up to 64 characters, never used before in the project.
    public var channelID: String
    /// HTTPS, with a publicly trusted certificate.
    public var address: String
    /// Comes back in each ping; up to 256 characters.
    public var token: String
    /// Google may grant less, and gives seven days without it.
    public var timeToLive: Duration?

    public init(channelID: String, address: String, token: String, timeToLive: Duration? = nil) {
        self.channelID = channelID
        self.address = address
        self.token = token
        self.timeToLive = timeToLive
    }
}

extension WatchRequest: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id, type, address, token, params
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(channelID, forKey: .id)
        try values.encode("web_hook", forKey: .type)
        try values.encode(address, forKey: .address)
        try values.encode(token, forKey: .token)
        if let timeToLive {
            try values.encode(["ttl": String(timeToLive.components.seconds)], forKey: .params)
        }
    }
}

extension WatchRequest: CustomStringConvertible {
    public var description: String { "WatchRequest(channelID: \(channelID))" }
}
