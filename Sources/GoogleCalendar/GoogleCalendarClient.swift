public import Foundation
public import OutboundHTTP

/// The calls of Calendar v3 that the product makes, each on behalf of the account whose tokens it is given.
/// https://developers.google.com/workspace/calendar/api/v3/reference
///
/// Throws `GoogleError`, `CancellationError`, or what the token source throws. Nothing is retried here but a refused
/// access token, once.
public struct GoogleCalendarClient: Sendable {
    /// Google compresses only for agents that say "gzip"; the sender asks for it in `Accept-Encoding` too.
    static let userAgent = "kartra-calendar-sync (gzip)"

    private let sender: any HTTPSender
    private let apiBaseURL: String
    private let timeout: Duration
    /// For what gathers thousands of events.
    private let pageTimeout: Duration
    private let now: @Sendable () -> Date
    /// Nil: calls go at once.
    private var gate: (gate: GoogleCallGate, account: String)?

    public init(
        sender: any HTTPSender, endpoints: GoogleEndpoints = GoogleEndpoints(), timeout: Duration = .seconds(10),
        pageTimeout: Duration = .seconds(15), now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.sender = sender
        let base = endpoints.apiBaseURL
        self.apiBaseURL = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.timeout = timeout
        self.pageTimeout = pageTimeout
        self.now = now
    }

    /// The same client, whose calls go through the gate on this Google user's account.
    public func governed(by gate: GoogleCallGate, account: String) -> GoogleCalendarClient {
        var client = self
        client.gate = (gate, account)
        return client
    }

    func get<Answer: Decodable>(
        _ path: [String], _ query: URLQuery = [:], as tokens: any AccessTokenSource
    ) async throws -> Answer {
        try decode(await call(.get, path, query, as: tokens))
    }

    func getPage<Answer: Decodable>(
        _ path: [String], _ query: URLQuery, as tokens: any AccessTokenSource
    ) async throws -> Answer {
        try decode(await call(.get, path, query, within: pageTimeout, as: tokens))
    }

    func write<Answer: Decodable>(
        _ method: OutboundRequest.Method, _ path: [String], _ query: URLQuery = [:], body: some Encodable,
        ifMatch etag: String? = nil, as tokens: any AccessTokenSource
    ) async throws -> Answer {
        let body = [UInt8](try JSONEncoder().encode(body))
        return try decode(await call(method, path, query, body: body, ifMatch: etag, as: tokens))
    }

    /// A call whose answer, if it is a success, has nothing to say.
    func call(
        _ method: OutboundRequest.Method, _ path: [String], _ query: URLQuery = [:], body: [UInt8]? = nil,
        ifMatch etag: String? = nil, within limit: Duration? = nil, as tokens: any AccessTokenSource
    ) async throws -> OutboundResponse {
        var query = query
        query.append("prettyPrint", "false")
        let segments = path.map { "/" + PercentEncoding.pathSegment($0) }.joined()
        var request = OutboundRequest(
            method, query.appended(to: apiBaseURL + segments), headers: ["User-Agent": Self.userAgent], body: body,
            timeout: limit ?? timeout)
        if body != nil { request.headers["Content-Type"] = "application/json" }
        request.headers["If-Match"] = etag

        guard let (gate, account) = gate else { return try await answer(to: request, as: tokens) }
        // Questions go by POST, too.
        let isWrite = method != .get && path.first == "calendars" && path.last != "watch"
        return try await gate.run(GoogleCall(account: account, isWrite: isWrite)) {
            try await answer(to: request, as: tokens)
        }
    }

    private func answer(
        to request: OutboundRequest, as tokens: any AccessTokenSource
    ) async throws -> OutboundResponse {
        let token = try await tokens.accessToken()
        var response = try await send(request, token)
        if response.status == 401 {
            await tokens.invalidate(token)
            response = try await send(request, try await tokens.accessToken())
        }
        guard (200..<300).contains(response.status) else { throw GoogleError(apiAnswer: response, now: now()) }
        return response
    }

    private func send(_ request: OutboundRequest, _ token: String) async throws -> OutboundResponse {
        var request = request
        request.headers["Authorization"] = "Bearer \(token)"
        return try await sender.sendToGoogle(request)
    }

    private func decode<Answer: Decodable>(_ response: OutboundResponse) throws -> Answer {
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(response.body))
        } catch {
            // The decoder's own words may quote the answer.
            throw GoogleError.malformedAnswer(status: response.status)
        }
    }
}
