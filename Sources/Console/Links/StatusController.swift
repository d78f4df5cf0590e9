import CalendarSync
import Hummingbird

/// `…/status`: how everything of an account stands.
struct StatusController: Sendable {
    let reader: LinkReader
    let pipeline: @Sendable () async -> PipelineStatus

    private struct Status: Encodable {
        let links: [LinkView]
        let parked: Int
        let pipeline: PipelineStatus

        private enum CodingKeys: String, CodingKey {
            case links, deadLetters, parked, consumerLag, oldestInput, latency
        }

        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(links, forKey: .links)
            try values.encode(pipeline.deadLetters, forKey: .deadLetters)
            try values.encode(parked, forKey: .parked)
            try values.encode(pipeline.consumerLag, forKey: .consumerLag)
            try values.encode(pipeline.oldestInput?.rfc3339, forKey: .oldestInput)
            try values.encode(pipeline.latency, forKey: .latency)
        }
    }

    func addRoutes(to account: RouterGroup<some RequestContext>) {
        account.resource(
            "status",
            [
                .get: { _, context in
                    let accountId = try context.segment("accountId")
                    return Response(
                        json: Status(
                            links: try await reader.links(accountId: accountId),
                            parked: try await reader.parkedCount(accountId: accountId), pipeline: await pipeline()))
                }
            ])
    }
}
