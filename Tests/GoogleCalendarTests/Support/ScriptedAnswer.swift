struct ScriptedAnswer: Sendable {
    var status = 200
    var json = "{}"
    var retryAfter: String?

    static func json(_ json: String) -> Self { Self(json: json) }
    static let noContent = Self(status: 204, json: "")
    static func error(_ status: Int, _ reason: String, domain: String = "global") -> Self {
        Self(
            status: status,
            json:
                #"{"error":{"errors":[{"domain":"\#(domain)","reason":"\#(reason)","message":"Text"}],"code":\#(status)}}"#
        )
    }
}
