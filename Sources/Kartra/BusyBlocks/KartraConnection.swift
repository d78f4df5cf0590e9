import Foundation
import OutboundHTTP

/// Authorised calls to Kartra within the App's budget.
struct KartraConnection: Sendable {
    private let http: any HTTPSender
    private let baseURL: String
    private let token: String
    private let budget: CallBudget
    private let now: @Sendable () -> Date

    /// Every call may be made again; what hangs holds up its class.
    private static let timeout = Duration.seconds(10)

    init(
        http: any HTTPSender, baseURL: String, token: String, budget: CallBudget, now: @escaping @Sendable () -> Date
    ) {
        self.http = http
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.token = token
        self.budget = budget
        self.now = now
    }

    /// - Parameters:
    ///   - path: begins with a slash, percent-encoded.
    ///   - accepting: statuses other than 2xx that are an answer and not an error.
    /// - Throws: `KartraError` or `CancellationError`
    func send(
        _ method: OutboundRequest.Method, _ path: String, query: URLQuery = [:], body: [UInt8]? = nil,
        accepting: Set<Int> = []
    ) async throws -> OutboundResponse {
        var headers: OutboundHeaders = ["Authorization": "Bearer \(token)", "Accept": "application/json"]
        if body != nil { headers["Content-Type"] = "application/json" }
        try await budget.take()
        let response: OutboundResponse
        do {
            response = try await http.send(
                OutboundRequest(
                    method, query.appended(to: baseURL + path), headers: headers, body: body, timeout: Self.timeout))
        } catch let error as OutboundHTTPError {
            throw KartraError(error)
        }
        if !accepting.contains(response.status), let error = failure(of: response) { throw error }
        return response
    }

    /// Nil: what was asked for was done.
    func failure(of response: OutboundResponse) -> KartraError? {
        KartraError(response, now: now())
    }

    /// - Throws: `KartraError.unreadableAnswer`
    static func decode<Answer: Decodable>(_ type: Answer.Type, from response: OutboundResponse) throws -> Answer {
        guard let answer = try? JSONDecoder().decode(type, from: Data(response.body)) else {
            throw KartraError.unreadableAnswer
        }
        return answer
    }
}
