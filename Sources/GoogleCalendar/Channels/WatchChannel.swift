public import Foundation

/// A channel Google has opened. Id and resource id are what it takes to stop it, and Google keeps no list of them.
public struct WatchChannel: Sendable, Hashable {
    public let id: String
    public let resourceID: String
    public let expiration: Date?

    public init(id: String, resourceID: String, expiration: Date?) {
        self.id = id
        self.resourceID = resourceID
        self.expiration = expiration
    }
}

extension WatchChannel: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id, expiration
        case resourceID = "resourceId"
    }

    /// The expiration is in milliseconds since 1970: a string by Google's convention, a number in its guide.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        var milliseconds = try? values.decodeIfPresent(Double.self, forKey: .expiration)
        if milliseconds == nil {
            milliseconds = try values.decodeIfPresent(String.self, forKey: .expiration).flatMap(Double.init)
        }
        self.init(
            id: try values.decode(String.self, forKey: .id),
            resourceID: try values.decode(String.self, forKey: .resourceID),
            expiration: milliseconds.map { Date(timeIntervalSince1970: $0 / 1000) })
    }
}
