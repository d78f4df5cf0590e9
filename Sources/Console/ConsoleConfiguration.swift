/// What the console needs to be told.
public struct ConsoleConfiguration: Sendable {
    /// Where the outside world reaches this server, without a slash at the end; Google sends browsers back to it.
    public let publicBaseURL: String
    /// The operator's token, which opens every account.
    let apiToken: BearerToken

    public init(publicBaseURL: String, apiToken: String) {
        self.publicBaseURL = publicBaseURL.hasSuffix("/") ? String(publicBaseURL.dropLast()) : publicBaseURL
        self.apiToken = BearerToken(apiToken)
    }

    /// Where Google sends the browser after consent. To be registered with the OAuth client, to the letter.
    public var redirectURI: String { publicBaseURL + OAuthCallbackController.path }

    var isSecure: Bool { publicBaseURL.lowercased().hasPrefix("https:") }
}
