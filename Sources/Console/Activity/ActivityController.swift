import CalendarSync
import HTTPTypes
import Hummingbird

/// `GET …/activity`: what has lately happened.
struct ActivityController: Sendable {
    let reader: ActivityReader

    private struct List: Encodable {
        let activity: [ActivityView]
        let next: String?

        private enum CodingKeys: String, CodingKey { case activity, next }

        /// The last page has null: a reader sees both keys on every page.
        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(activity, forKey: .activity)
            try values.encode(next, forKey: .next)
        }
    }

    func addRoutes(to account: RouterGroup<some RequestContext>) {
        account.resource(
            "activity",
            [
                .get: { request, context in
                    let query = request.uri.queryParameters
                    let page = try await reader.page(
                        accountId: context.segment("accountId"), classId: query["classId"].map(String.init),
                        after: try Self.cursor(query["from"]), limit: try Self.limit(query["limit"]))
                    return Response(
                        json: List(activity: page.entries.map(ActivityView.init), next: page.next?.text))
                }
            ])
    }

    private static func cursor(_ text: Substring?) throws -> ActivityCursor? {
        guard let text else { return nil }
        guard let cursor = ActivityCursor(text: String(text)) else {
            throw ConsoleError.invalid(field: "from", detail: "is the next of an earlier page")
        }
        return cursor
    }

    private static func limit(_ text: Substring?) throws -> Int {
        guard let text else { return ActivityReader.defaultLimit }
        guard let limit = Int(text), (1...ActivityReader.largestLimit).contains(limit) else {
            throw ConsoleError.invalid(field: "limit", detail: "is 1 to \(ActivityReader.largestLimit)")
        }
        return limit
    }
}
