/// One HTTP request with its body read, independent of the server library so that the parts of a batch look the same.
struct APIRequest: Sendable {
    let method: String
    /// Path segments, percent-decoded, in order.
    let path: [String]
    let query: FormParameters
    /// Names in lower case; of a repeated header the last value.
    let headers: [String: String]
    let body: [UInt8]

    init(method: String, target: String, headers: [String: String] = [:], body: [UInt8] = []) {
        self.method = method
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts[0].split(separator: "/").map { PercentEncoding.decode($0) }
        query = parts.count > 1 ? FormParameters(encoded: parts[1]) : FormParameters()
        self.headers = headers
        self.body = body
    }

    /// The token of `Authorization: Bearer`, which RFC 9110 lets be written in any case.
    var bearerToken: String? {
        guard let header = headers["authorization"] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }

    var form: FormParameters { FormParameters(encoded: String(decoding: body, as: UTF8.self)) }

    /// The body as a JSON object; an empty body is an empty object.
    func jsonObject() throws(JSONParser.Failure) -> JSONObject {
        if body.isEmpty { return JSONObject() }
        guard case .object(let object) = try JSONParser.parse(body) else { throw .unexpected(offset: 0) }
        return object
    }
}
