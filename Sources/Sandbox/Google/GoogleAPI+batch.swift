extension GoogleAPI {
    private static let maximumParts = 1000

    /// Every part is a call of its own: counted, charged and refused by itself.
    func respondToBatch(_ request: APIRequest) async throws -> APIResponse {
        guard let parts = MultipartBatch.parse(request), !parts.isEmpty else {
            return GoogleErrorBody(code: 400, reason: "badRequest", message: "Failed to parse batch request.")
                .response(pretty: true)
        }
        guard parts.count <= Self.maximumParts else {
            return GoogleError.batchTooLarge.body(method: "batch").response(pretty: true)
        }
        counters.add("batch", status: 200)
        var answers: [(contentId: String?, response: APIResponse)] = []
        for part in parts {
            let path = part.request.path
            let isCalendar = path.starts(with: ["calendar", "v3"])
            let response =
                isCalendar
                ? try await respond(to: part.request, path: path.dropFirst(2))
                : GoogleErrorBody(code: 404, reason: "notFound", message: "Not Found").response(pretty: true)
            answers.append((part.contentId, response))
        }
        return MultipartBatch.response(answers)
    }
}
