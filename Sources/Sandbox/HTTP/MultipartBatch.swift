/// The `multipart/mixed` body of a batch: parts of type `application/http`, each a request with a path only.
enum MultipartBatch {
    struct Part: Sendable {
        let contentId: String?
        let request: APIRequest
    }

    /// `nil` when the body is no batch.
    static func parse(_ request: APIRequest) -> [Part]? {
        guard let boundary = boundary(request.headers["content-type"] ?? "") else { return nil }
        let text = String(decoding: request.body, as: UTF8.self).replacing("\r\n", with: "\n")
        var parts: [Part] = []
        for section in ("\n" + text).split(separator: "\n--" + boundary, omittingEmptySubsequences: false).dropFirst() {
            if section.hasPrefix("--") { break }
            guard let part = part(section, outer: request.headers) else { return nil }
            parts.append(part)
        }
        return parts
    }

    static func response(_ answers: [(contentId: String?, response: APIResponse)]) -> APIResponse {
        let boundary = RandomToken.make("batch_", length: 24)
        var body: [UInt8] = []
        for (contentId, response) in answers {
            var text = "--\(boundary)\r\nContent-Type: application/http\r\n"
            if let contentId { text += "Content-ID: \(answering(contentId))\r\n" }
            text += "\r\nHTTP/1.1 \(response.status) \(HTTPStatusText.reason(response.status))\r\n"
            for (name, value) in response.headers { text += "\(name): \(value)\r\n" }
            text += "Content-Length: \(response.body.count)\r\n\r\n"
            body += Array(text.utf8) + response.body + Array("\r\n".utf8)
        }
        body += Array("--\(boundary)--\r\n".utf8)
        return APIResponse(
            status: 200, headers: [("Content-Type", "multipart/mixed; boundary=\(boundary)")], body: body)
    }

    private static func boundary(_ contentType: String) -> String? {
        guard contentType.lowercased().hasPrefix("multipart/mixed"), let range = contentType.firstRange(of: "boundary=")
        else { return nil }
        let value = contentType[range.upperBound...].prefix { $0 != ";" }
        return String(value.hasPrefix("\"") ? value.dropFirst().dropLast() : value)
    }

    /// Part headers, an empty line, the inner request line and headers, an empty line, the inner body.
    private static func part(_ section: Substring, outer: [String: String]) -> Part? {
        let (partHeaders, inner) = headersAndRest(section.drop { $0 == "\n" || $0 == " " })
        let start = inner.drop { $0 == "\n" }
        let lineEnd = start.firstIndex(of: "\n") ?? start.endIndex
        let line = start[..<lineEnd].split(separator: " ")
        guard line.count >= 2 else { return nil }
        let (innerHeaders, body) = headersAndRest(start[lineEnd...].dropFirst())
        var headers = outer.filter { !$0.key.hasPrefix("content-") }
        headers.merge(innerHeaders) { $1 }
        return Part(
            contentId: partHeaders["content-id"],
            request: APIRequest(
                method: String(line[0]), target: String(line[1]), headers: headers,
                body: Array(body.trimmingTrailingNewlines.utf8)))
    }

    private static func headersAndRest(_ text: Substring) -> ([String: String], Substring) {
        var headers: [String: String] = [:]
        var rest = text
        while let end = rest.firstIndex(of: "\n") {
            let line = rest[..<end]
            rest = rest[rest.index(after: end)...]
            if line.isEmpty { return (headers, rest) }
            let pair = line.split(separator: ":", maxSplits: 1)
            if pair.count == 2 { headers[pair[0].lowercased()] = String(pair[1].drop { $0 == " " }) }
        }
        return (headers, "")
    }

    /// `<x>` is answered by `<response-x>`.
    private static func answering(_ contentId: String) -> String {
        contentId.hasPrefix("<") ? "<response-" + contentId.dropFirst() : "response-" + contentId
    }
}

extension Substring {
    fileprivate var trimmingTrailingNewlines: Substring {
        var text = self
        while text.last == "\n" { text.removeLast() }
        return text
    }
}
