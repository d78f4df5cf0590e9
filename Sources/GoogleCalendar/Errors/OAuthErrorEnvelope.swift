/// `{"error":"invalid_grant","error_description":"…"}`
struct OAuthErrorEnvelope: Decodable {
    private let error: String

    var code: String? { ReasonCode.checked(error) }
}
