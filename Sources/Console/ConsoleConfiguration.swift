public import CalendarSync

/// What the console needs to be told.
public struct ConsoleConfiguration: Sendable {
    /// Most unlinkings are done by then, and no proxy gives up earlier.
    public static let unlinkPatience = Duration.seconds(25)

    /// Where the outside world reaches this server, without a slash at the end; Google sends browsers back to it.
    public let publicBaseURL: String
    /// The operator's, which opens every account, and those of single accounts.
    let tokens: BearerTokens
    /// Nil: this process cannot say what Kartra is to ping.
    let pingSecret: PingSecret?
    /// How long a call that ends a link waits for the workers before it answers that they are at it.
    let unlinkPatience: CertificatePatience
    var livePace = LivePace()

    /// - Parameters:
    ///   - apiToken: the operator's.
    ///   - accountTokens: each opens the one account that it stands beside.
    public init(
        publicBaseURL: String, apiToken: String, accountTokens: [(accountId: String, token: String)] = [],
        pingSecret: PingSecret? = nil, unlinkPatience: Duration = ConsoleConfiguration.unlinkPatience
    ) {
        self.unlinkPatience = CertificatePatience(limit: unlinkPatience)
        self.publicBaseURL = publicBaseURL.hasSuffix("/") ? String(publicBaseURL.dropLast()) : publicBaseURL
        self.pingSecret = pingSecret
        tokens = BearerTokens(operatorToken: apiToken, accounts: accountTokens)
    }

    /// Where Google sends the browser after consent. To be registered with the OAuth client, to the letter.
    public var redirectURI: String { publicBaseURL + OAuthCallbackController.path }

    var isSecure: Bool { publicBaseURL.lowercased().hasPrefix("https:") }
}
