import Foundation
import OutboundHTTP

/// JSON over HTTP, as `curl` would do it.
struct JSONClient: Sendable {
    struct Answer: Sendable {
        let status: Int
        let headers: OutboundHeaders
        let body: [UInt8]

        /// An empty object where the body is not one.
        var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
        }
    }

    /// A call that was not answered as it must be.
    struct Unexpected: Error, CustomStringConvertible {
        let call: String
        let status: Int
        let body: String

        var description: String { "\(call) was answered \(status): \(body)" }
    }

    let http: HTTPClient
    let baseURL: String
    var token: String?

    @discardableResult
    func call(
        _ method: OutboundRequest.Method, _ path: String, _ object: [String: any Sendable]? = nil,
        expecting statuses: ClosedRange<Int> = 200...299
    ) async throws -> Answer {
        var headers: OutboundHeaders = ["Content-Type": "application/json"]
        if let token { headers.add("Authorization", "Bearer \(token)") }
        let body = try object.map { Array(try JSONSerialization.data(withJSONObject: $0)) }
        return try await send(method, path, headers, body, expecting: statuses)
    }

    /// Sends a form as a browser would.
    func form(
        _ path: String, _ fields: [(String, String)], expecting statuses: ClosedRange<Int> = 200...399
    ) async throws -> Answer {
        var components = URLComponents()
        components.queryItems = fields.map { URLQueryItem(name: $0.0, value: $0.1) }
        let query = (components.percentEncodedQuery ?? "").replacingOccurrences(of: "+", with: "%2B")
        return try await send(
            .post, path, ["Content-Type": "application/x-www-form-urlencoded"], Array(query.utf8), expecting: statuses)
    }

    func send(
        _ method: OutboundRequest.Method, _ path: String, _ headers: OutboundHeaders, _ body: [UInt8]?,
        expecting statuses: ClosedRange<Int>
    ) async throws -> Answer {
        let url = path.hasPrefix("http") ? path : baseURL + path
        let response = try await http.send(
            OutboundRequest(method, url, headers: headers, body: body, timeout: .seconds(10)))
        guard statuses.contains(response.status) else {
            throw Unexpected(
                call: "\(method.rawValue) \(path.prefix { $0 != "?" })", status: response.status,
                body: String(decoding: response.body.prefix(300), as: UTF8.self))
        }
        return Answer(status: response.status, headers: response.headers, body: response.body)
    }
}
