import Foundation

/// The name and password of `Authorization: Basic` (RFC 7617), percent-decoded as RFC 6749 §2.3.1 asks.
struct BasicCredentials {
    let name: String
    let password: String

    init?(_ header: String?) {
        guard let parts = header?.split(separator: " ", maxSplits: 1), parts.count == 2,
            parts[0].lowercased() == "basic", let data = Data(base64Encoded: String(parts[1]))
        else { return nil }
        let pair = String(decoding: data, as: UTF8.self).split(separator: ":", maxSplits: 1)
        guard pair.count == 2 else { return nil }
        name = PercentEncoding.decode(pair[0], plusIsSpace: true)
        password = PercentEncoding.decode(pair[1], plusIsSpace: true)
    }
}
