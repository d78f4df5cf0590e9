import CalendarSync
import Foundation

/// The page of the console from which connecting was begun. It is part of the browser's secret, whose digest is stored, so
/// that nobody can change it on the way.
struct ConnectOrigin: Hashable, Codable, Sendable {
    let accountId: String
    /// The integration that is to be reconnected; nil: any Google account may come back.
    let integrationId: String?

    init(accountId: String, integrationId: String?) {
        self.accountId = accountId
        self.integrationId = integrationId
    }

    /// Nil where connecting was begun through the JSON API.
    init?(browserSecret: String) {
        let parts = browserSecret.split(separator: ".").map(String.init)
        guard parts.count == 2, let json = Base64URL.decode(parts[1]),
            let origin = try? JSONDecoder().decode(ConnectOrigin.self, from: json)
        else { return nil }
        self = origin
    }

    func appended(to secret: String) throws -> String {
        secret + "." + Base64URL.encode(try WireJSON.encode(self))
    }
}
