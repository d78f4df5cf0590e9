/// One admitted call: the method, who calls, and what was sent.
struct GoogleCall: Sendable {
    let method: GoogleMethod
    let parameters: [String: String]
    let request: APIRequest
    let identity: TokenIdentity

    /// Path parameters exist whenever the method's template names them.
    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    var ifMatch: String? { request.headers["if-match"] }

    var query: FormParameters { request.query }

    /// Those of the token's calendar scopes that admit this method.
    var effectiveScopes: Set<String> { identity.shortScopes.intersection(method.scopes) }

    func body() throws(GoogleError) -> JSONObject {
        do {
            return try request.jsonObject()
        } catch {
            throw .parseError
        }
    }
}
