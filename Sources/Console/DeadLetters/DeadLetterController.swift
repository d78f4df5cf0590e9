import CalendarSync
import HTTPTypes
import Hummingbird

/// `/api/v1/dead-letters`: inputs that could not be handled, and what is to become of them. For the operator only.
struct DeadLetterController: Sendable {
    let desk: DeadLetterDesk

    private struct List: Encodable {
        let deadLetters: [DeadLetterView]
        let total: Int
        let next: String?

        private enum CodingKeys: String, CodingKey { case deadLetters, total, next }

        /// The last page has null: a reader sees all keys on every page.
        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(deadLetters, forKey: .deadLetters)
            try values.encode(total, forKey: .total)
            try values.encode(next, forKey: .next)
        }
    }

    private struct Done: Encodable {
        let dryRun: Bool
        let done: Int
        let remaining: Int
    }

    func addRoutes(to letters: RouterGroup<some RequestContext>) {
        letters.resource("", [.get: { request, _ in try await list(request) }])
        letters.resource("replay", [.post: { request, _ in try await end(request, as: .replayed) }])
        letters.resource("discard", [.post: { request, _ in try await end(request, as: .discarded) }])
        letters.resource(
            ":letter",
            [
                .get: { _, context in
                    let found = try await desk.letter(context.letterName())
                    return Response(json: DeadLetterDetailView(letter: found.letter, ending: found.ending))
                }
            ])
    }

    private func list(_ request: Request) async throws -> Response {
        let query = request.uri.queryParameters
        let page = try await desk.page(
            DeadLetterFilter { query[$0[...]].map(String.init) }, ended: try Self.ended(query["ended"]),
            after: try Self.cursor(query["from"]), limit: try Self.limit(query["limit"]))
        return Response(
            json: List(
                deadLetters: page.entries.map(DeadLetterView.init), total: page.total, next: page.next?.text))
    }

    private func end(_ request: Request, as ending: DeadLetterNote.Ending) async throws -> Response {
        let order = try await request.decode(DeadLetterRequest.self)
        if order.isDryRun {
            let count = try await desk.open(order.selection).count
            return Response(json: Done(dryRun: true, done: 0, remaining: count))
        }
        let progress = try await desk.end(order.selection, as: ending)
        return Response(json: Done(dryRun: false, done: progress.done, remaining: progress.remaining))
    }

    private static func ended(_ text: Substring?) throws -> Bool {
        switch text {
        case nil, "false": false
        case "true": true
        default: throw ConsoleError.invalid(field: "ended", detail: "is true or false")
        }
    }

    private static func cursor(_ text: Substring?) throws -> DeadLetterCursor? {
        guard let text else { return nil }
        guard let cursor = DeadLetterCursor(text: String(text)) else {
            throw ConsoleError.invalid(field: "from", detail: "is the next of an earlier page")
        }
        return cursor
    }

    private static func limit(_ text: Substring?) throws -> Int {
        guard let text else { return DeadLetterDesk.defaultLimit }
        guard let limit = Int(text), (1...DeadLetterDesk.largestLimit).contains(limit) else {
            throw ConsoleError.invalid(field: "limit", detail: "is 1 to \(DeadLetterDesk.largestLimit)")
        }
        return limit
    }
}

extension RequestContext {
    /// The dead letter that the path names.
    func letterName() throws -> DeadLetterName {
        guard let name = DeadLetterName(try segment("letter")) else { throw ConsoleError.unknownLetter }
        return name
    }
}
