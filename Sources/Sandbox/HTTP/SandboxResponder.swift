import HTTPTypes
import Hummingbird
import NIOCore

/// Hands each request to the part of the sandbox that owns its path.
struct SandboxResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    private static let maximumBody = 32 * 1024 * 1024

    let parts: SandboxParts
    let control: ControlAPI

    func respond(to request: Request, context: Context) async throws -> Response {
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        let body = try await request.body.collect(upTo: Self.maximumBody)
        let response = try await route(
            APIRequest(
                method: request.method.rawValue, target: request.uri.description, headers: headers,
                body: Array(body.readableBytesView)))
        var fields = HTTPFields()
        for (name, value) in response.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        return Response(
            status: HTTPResponse.Status(code: response.status), headers: fields,
            body: response.body.isEmpty ? .init() : .init(byteBuffer: ByteBuffer(bytes: response.body)))
    }

    private func route(_ request: APIRequest) async throws -> APIResponse {
        let path = request.path
        switch path.first {
        case "calendar" where path.starts(with: ["calendar", "v3"]):
            return try await parts.google.respond(to: request, path: path.dropFirst(2))
        case "batch" where path == ["batch", "calendar", "v3"] && request.method == "POST":
            return try await parts.google.respondToBatch(request)
        case "kartra": return try await parts.kartraAPI.respond(to: request, path: path.dropFirst())
        case "control": return await control.respond(to: request, path: path.dropFirst())
        default: return try await routeOAuth(request)
        }
    }

    private func routeOAuth(_ request: APIRequest) async throws -> APIResponse {
        let server = parts.authorization
        switch (request.method, request.path.joined(separator: "/")) {
        case ("GET", "o/oauth2/v2/auth"): return server.showConsent(request.query)
        case ("POST", "o/oauth2/v2/auth"): return server.decide(request.form)
        case ("POST", "token"): return try await counted("oauth.token") { server.token(request) }
        case ("POST", "revoke"): return try await counted("oauth.revoke") { server.revoke(request) }
        case ("GET", "tokeninfo"), ("POST", "tokeninfo"): return server.tokenInfo(request)
        case ("GET", "v1/userinfo"), ("POST", "v1/userinfo"): return server.userInfo(request)
        default: return .notFound
        }
    }

    private func counted(_ method: String, _ answer: () -> APIResponse) async throws -> APIResponse {
        let fault = parts.faults.take(Fault.Call(method: method))
        try await parts.faults.wait(for: fault)
        var response: APIResponse
        if let fault, let injected = fault.answer, !fault.isAfterEffect {
            response = TokenError(injected).response
        } else {
            response = answer()
            if let injected = fault?.answer { response = TokenError(injected).response }
        }
        parts.counters.add(method, status: response.status)
        return response
    }
}
