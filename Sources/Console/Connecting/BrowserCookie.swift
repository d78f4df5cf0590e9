import Hummingbird

/// The cookie by which the way back from Google is known to end in the browser that began: nobody can be made to finish
/// what another began. A caller without a browser sends it along like any other cookie.
enum BrowserCookie {
    private static let name = "calsync_connect"

    /// Lax, so that it comes along when Google's page sends the browser to us.
    static func make(_ secret: String, isSecure: Bool) -> Cookie {
        Cookie(
            name: name, value: secret, maxAge: Int(GoogleConnecting.patience), path: OAuthCallbackController.path,
            secure: isSecure, httpOnly: true, sameSite: .lax)
    }

    static func secret(in request: Request) -> String? {
        request.cookies[name]?.value
    }
}
