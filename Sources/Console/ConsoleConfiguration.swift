/// What the console needs to be told.
public struct ConsoleConfiguration: Sendable {
    /// Most unlinkings are done by then, and no proxy gives up earlier.
    public static let unlinkPatience = Duration.seconds(25)

    /// Where the outside world reaches this server, without a slash at the end; Google sends browsers back to it.
    public let publicBaseURL: String
    /// The operator's token, which opens every account.
    let apiToken: BearerToken
    /// How long a call that ends a link waits for the workers before it answers that they are at it.
    let unlinkPatience: CertificatePatience
    var livePace = LivePace()

    public init(publicBaseURL: String, apiToken: String, unlinkPatience: Duration = ConsoleConfiguration.unlinkPatience)
    {
        self.unlinkPatience = CertificatePatience(limit: unlinkPatience)
        self.publicBaseURL = publicBaseURL.hasSuffix("/") ? String(publicBaseURL.dropLast()) : publicBaseURL
        self.apiToken = BearerToken(apiToken)
    }

    /// Where Google sends the browser after consent. To be registered with the OAuth client, to the letter.
    public var redirectURI: String { publicBaseURL + OAuthCallbackController.path }

    var isSecure: Bool { publicBaseURL.lowercased().hasPrefix("https:") }
}
