/// The front of Calendar v3: finds the method, injects faults, checks token, scope and quota, and renders the answer.
struct GoogleAPI: Sendable {
    let methods: GoogleMethods
    let grants: GrantStore
    let toggles: ToggleBoard
    let clock: SandboxClock
    let counters: CallCounters
    let faults: FaultPlan
    private let quota = QuotaMeter()

    init(
        methods: GoogleMethods, grants: GrantStore, toggles: ToggleBoard, clock: SandboxClock, counters: CallCounters,
        faults: FaultPlan
    ) {
        self.methods = methods
        self.grants = grants
        self.toggles = toggles
        self.clock = clock
        self.counters = counters
        self.faults = faults
    }

    /// - Parameter request: with the path below `calendar/v3`.
    func respond(to request: APIRequest, path: ArraySlice<String>) async throws -> APIResponse {
        let pretty = request.query["prettyPrint"] != "false"
        guard let (method, parameters) = GoogleMethod.find(verb: request.method, path: path) else {
            return GoogleErrorBody(code: 404, reason: "notFound", message: "Not Found").response(pretty: pretty)
        }
        let token = request.bearerToken ?? request.query["oauth_token"] ?? request.query["access_token"]
        let identity = token.flatMap { grants.accessToken($0, now: clock.seconds) }?.identity
        let fault = faults.take(
            Fault.Call(
                method: method.name.rawValue, calendarId: parameters["calendarId"], eventId: parameters["eventId"],
                user: identity?.email))
        try await faults.wait(for: fault)
        var response: APIResponse
        if let fault, let answer = fault.answer, !fault.isAfterEffect {
            response = GoogleError.injected(answer).body(method: method.rpcName).response(pretty: pretty)
        } else {
            response = await answer(
                method, parameters, request, hasToken: token != nil, identity: identity, pretty: pretty)
            if let answer = fault?.answer {
                response = GoogleError.injected(answer).body(method: method.rpcName).response(pretty: pretty)
            }
        }
        counters.add(method.name.rawValue, status: response.status)
        return response
    }

    private func answer(
        _ method: GoogleMethod, _ parameters: [String: String], _ request: APIRequest, hasToken: Bool,
        identity: TokenIdentity?, pretty: Bool
    ) async -> APIResponse {
        do throws(GoogleError) {
            let mask = try fieldMask(request.query["fields"])
            guard hasToken else { throw .frontEnd(.credentialsMissing) }
            guard let identity else { throw .frontEnd(.credentialsInvalid) }
            guard !identity.shortScopes.isDisjoint(with: method.scopes) else { throw .frontEnd(.scopeInsufficient) }
            let user = request.query["quotaUser"] ?? request.headers["x-goog-quota-user"] ?? identity.email
            if let limit = quota.charge(method.cost, user: user, second: clock.seconds, quota: toggles.quota) {
                let toggles = toggles.google
                throw .frontEnd(
                    .quotaExhausted(
                        status: toggles.rateLimitStatus, perUser: limit == .user,
                        retryAfter: toggles.rateLimitRetryAfter))
            }
            let call = GoogleCall(method: method, parameters: parameters, request: request, identity: identity)
            return render(try await methods.perform(call), mask: mask, request: request, pretty: pretty)
        } catch {
            return error.body(method: method.rpcName).response(pretty: pretty)
        }
    }

    private func fieldMask(_ text: String?) throws(GoogleError) -> FieldMask? {
        guard let text, !text.isEmpty else { return nil }
        guard let mask = FieldMask(text) else {
            throw .invalidParameter("Invalid field selection \(text)", location: "fields")
        }
        if let name = mask.unknownName {
            throw .invalidParameter("Invalid field selection \(name)", location: "fields")
        }
        return mask
    }

    private func render(_ resource: JSONValue?, mask: FieldMask?, request: APIRequest, pretty: Bool) -> APIResponse {
        guard let resource else { return .noContent }
        let etag = resource.object?.string("etag")
        if request.method == "GET", let etag, request.headers["if-none-match"] == etag {
            return APIResponse(status: 304, headers: [("ETag", etag)])
        }
        var response = APIResponse.json(mask?.apply(to: resource) ?? resource, pretty: pretty)
        if let etag { response.headers.append(("ETag", etag)) }
        return response
    }
}
