/// The JSON of an error: the calendar's own, and the one of Google's front end, which adds `details`.
struct APIErrorEnvelope: Decodable {
    private struct Body: Decodable {
        let errors: [Item]?
        let details: [Detail]?
    }

    private struct Item: Decodable {
        let reason: String?
        let message: String?
        let location: String?
    }

    /// `google.rpc.ErrorInfo`, among other kinds that have no reason.
    private struct Detail: Decodable {
        let reason: String?
        let metadata: Metadata?
    }

    private struct Metadata: Decodable {
        let quotaLimit: String?

        private enum CodingKeys: String, CodingKey { case quotaLimit = "quota_limit" }
    }

    /// The front end's reasons in the calendar's words.
    private static let frontEndReasons = [
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT": "insufficientPermissions",
        "RATE_LIMIT_EXCEEDED": "rateLimitExceeded",
        "SERVICE_DISABLED": "accessNotConfigured",
    ]

    private let error: Body

    var reason: String? {
        // The one reason stands for the project's quota and the user's; which of them it is, the limit's name tells.
        if error.details?.contains(where: { $0.metadata?.quotaLimit?.hasSuffix("PerUser") ?? false }) == true {
            return "userRateLimitExceeded"
        }
        let frontEnd = error.details?.lazy.compactMap { $0.reason.flatMap { Self.frontEndReasons[$0] } }.first
        return frontEnd ?? ReasonCode.checked(error.errors?.first?.reason)
    }

    var field: String? { ReasonCode.checked(error.errors?.first?.location) }

    /// A malformed token is only told from other invalid values by its place or by the message.
    var isAboutSyncToken: Bool {
        guard let first = error.errors?.first else { return false }
        return first.location == "syncToken" || first.message?.lowercased().contains("sync token") == true
    }
}
