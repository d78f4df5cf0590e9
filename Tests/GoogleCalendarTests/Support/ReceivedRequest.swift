import Foundation
import Hummingbird

/// A request as it arrived.
struct ReceivedRequest: Sendable {
    let method: String
    /// Still percent-encoded.
    let path: String
    let query: [String: String]
    let headers: [String: String]
    let body: [UInt8]

    init(_ request: Request, body: [UInt8]) {
        method = request.method.rawValue
        path = request.uri.path
        query = Dictionary(
            request.uri.queryParameters.map { (String($0.key), String($0.value)) },
            uniquingKeysWith: { first, _ in first })
        headers = Dictionary(
            request.headers.map { ($0.name.rawName.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first })
        self.body = body
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    var json: [String: any Sendable] {
        get throws {
            try JSONSerialization.jsonObject(with: Data(body)) as? [String: any Sendable] ?? [:]
        }
    }

    var form: [String: String] {
        let pairs = text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), String(parts.last ?? "").removingPercentEncoding ?? "")
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}
