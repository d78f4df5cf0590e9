/// What Google adds to the address to which it sends the browser back (RFC 6749 §4.1.2).
struct OAuthWayBack: Sendable {
    let state: String?
    private let code: String?
    private let error: String?

    init(state: String?, code: String?, error: String?) {
        self.state = state
        self.code = code
        self.error = error
    }

    /// - Throws: `ConsoleError` where Google came back with an error, or with nothing.
    func grantedCode() throws -> String {
        if error == "access_denied" { throw ConsoleError.accessDenied }
        guard error == nil, let code, !code.isEmpty else { throw ConsoleError.authorizationFailed }
        return code
    }
}
