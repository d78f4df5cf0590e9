import Foundation
import OutboundHTTP

/// JSON over HTTP to one of the fleet's processes.
struct FleetClient: Sendable {
    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    struct Answer: Sendable {
        let status: Int
        let headers: OutboundHeaders
        let body: [UInt8]

        var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
        }
        var objects: [[String: Any]] {
            (try? JSONSerialization.jsonObject(with: Data(body))) as? [[String: Any]] ?? []
        }
    }

    let http: HTTPClient
    let baseURL: String
    var token: String?
    var timeout = Duration.seconds(10)

    /// - Parameter also: statuses beside 2xx that are an answer, too.
    @discardableResult
    func call(
        _ method: OutboundRequest.Method, _ path: String, _ object: [String: any Sendable]? = nil, also: [Int] = []
    ) async throws -> Answer {
        let body = try object.map { Array(try JSONSerialization.data(withJSONObject: $0)) }
        return try await send(method, path, ["Content-Type": "application/json"], body, also: also)
    }

    /// A form, as a browser sends it.
    func form(_ path: String, _ fields: [(String, String)]) async throws -> Answer {
        var components = URLComponents()
        components.queryItems = fields.map { URLQueryItem(name: $0.0, value: $0.1) }
        let query = (components.percentEncodedQuery ?? "").replacing("+", with: "%2B")
        return try await send(
            .post, path, ["Content-Type": "application/x-www-form-urlencoded"], Array(query.utf8), also: [302, 303])
    }

    /// Again while an injected fault answers: what a host does in Google Calendar is not lost by our disturbances.
    /// - Parameter done: Google's reason that tells that an earlier try was carried out and only its answer lost.
    func insist(
        _ method: OutboundRequest.Method, _ path: String, _ object: [String: any Sendable]? = nil, done: String = "-"
    ) async throws {
        var last = "\(method.rawValue) \(path)"
        for _ in 0..<40 {
            do {
                try await call(method, path, object)
                return
            } catch let error as Unexpected {
                if error.description.contains("\"\(done)\"") { return }
                last = error.description
            } catch let error as OutboundHTTPError where error == .timedOut {
                last = error.description
            }
        }
        throw Unexpected(description: "again and again: \(last)")
    }

    func send(
        _ method: OutboundRequest.Method, _ path: String, _ headers: OutboundHeaders, _ body: [UInt8]?,
        also: [Int] = []
    ) async throws -> Answer {
        var headers = headers
        if let token { headers.add("Authorization", "Bearer \(token)") }
        let url = path.hasPrefix("http") ? path : baseURL + path
        let answer = try await http.send(
            OutboundRequest(method, url, headers: headers, body: body, timeout: timeout))
        guard (200...299).contains(answer.status) || also.contains(answer.status) else {
            let body = String(decoding: answer.body.prefix(500), as: UTF8.self)
            throw Unexpected(description: "\(method.rawValue) \(path): \(answer.status) \(body)")
        }
        return Answer(status: answer.status, headers: answer.headers, body: answer.body)
    }
}
