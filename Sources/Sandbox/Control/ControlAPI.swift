/// The endpoints through which tests and demos steer the sandbox. They ask for no
/// credentials: the sandbox listens on loopback only.
struct ControlAPI: Sendable {
    typealias Handler = @Sendable (ControlCall) async throws(APIError) -> JSONValue

    struct ControlCall: Sendable {
        let parameters: [String: String]
        let request: APIRequest

        func parameter(_ name: String) -> String { parameters[name] ?? "" }
    }

    private let routes: [(verb: String, path: PathPattern, handler: Handler)]

    init(parts: SandboxParts) {
        routes = Self.faultRoutes(parts) + Self.googleRoutes(parts) + Self.kartraRoutes(parts)
    }

    /// - Parameter path: below `control`.
    func respond(to request: APIRequest, path: ArraySlice<String>) async -> APIResponse {
        for route in routes where route.verb == request.method {
            guard let parameters = route.path.match(path) else { continue }
            do throws(APIError) {
                return .json(
                    try await route.handler(ControlCall(parameters: parameters, request: request)), pretty: true)
            } catch {
                return error.response
            }
        }
        return APIError.notFound("No such control endpoint.").response
    }
}
