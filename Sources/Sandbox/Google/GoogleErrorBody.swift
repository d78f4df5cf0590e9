/// A refusal as it goes over the wire: the classic envelope, or with `status` and `details` that of Google's front end.
struct GoogleErrorBody {
    /// What the front end adds.
    struct FrontEnd {
        let status: String
        let reason: String
        let metadata: [(String, String)]
    }

    let code: Int
    var domain = "global"
    let reason: String
    let message: String
    /// The message of the whole, where it differs from the item's.
    var summary: String?
    var location: (type: String, name: String)?
    var frontEnd: FrontEnd?
    var headers: [(String, String)] = []

    func response(pretty: Bool) -> APIResponse {
        var item: JSONObject = ["domain": .string(domain), "reason": .string(reason), "message": .string(message)]
        if let location {
            item.append("locationType", .string(location.type))
            item.append("location", .string(location.name))
        }
        var error: JSONObject = [
            "errors": [.object(item)], "code": .integer(code), "message": .string(summary ?? message),
        ]
        if let frontEnd {
            error.append("status", .string(frontEnd.status))
            error.append(
                "details",
                [
                    [
                        "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": .string(frontEnd.reason),
                        "domain": "googleapis.com",
                        "metadata": .object(JSONObject(frontEnd.metadata.map { ($0.0, .string($0.1)) })),
                    ]
                ])
        }
        var response = APIResponse.json(["error": .object(error)], status: code, pretty: pretty)
        response.headers += headers.map { (name: $0.0, value: $0.1) }
        return response
    }
}
