public import CalendarSync
import HTTPTypes
public import Hummingbird
import Logging
import NIOCore

/// `POST /webhooks/google`: Google says that a calendar changed. The channel's token names the feed and is signed by us,
/// so that no database is asked.
public struct GooglePingController: Sendable {
    /// Google's pushes have no body at all.
    static let longestBody = 64 * 1024

    private let receiver: PingReceiver
    private let keys: SecretKeys
    private let metrics: PingMetrics

    public init(receiver: PingReceiver, keys: SecretKeys) {
        self.receiver = receiver
        self.keys = keys
        metrics = PingMetrics(source: "google", factory: receiver.metrics)
    }

    public func addRoutes(to router: Router<some RequestContext>) {
        router.post("/webhooks/google") { request, context in
            try await metrics.measure { try await answer(request, context) }.response
        }
    }

    private func answer(_ request: Request, _ context: some RequestContext) async throws -> PingAnswer {
        let push = GooglePushHeaders(request.headers)
        guard let channelId = push.channelId, let token = push.channelToken,
            let feedId = ChannelToken.feedId(in: token, channelId: channelId, keys: keys)
        else {
            context.logger.warning("ping refused", metadata: ["source": "google"])
            return .unauthorized
        }
        guard let state = push.resourceState.flatMap(GooglePing.ResourceState.init(rawValue:)) else {
            return .malformed("X-Goog-Resource-State is none that is known")
        }
        guard let messageNumber = push.messageNumber.flatMap({ Int64($0) }) else {
            return .malformed("X-Goog-Message-Number is not a number")
        }
        do {
            _ = try await request.limitedBody(upTo: Self.longestBody)
        } catch is NIOTooManyBytesError {
            return .tooLarge(limit: Self.longestBody)
        }
        let receivedAt = receiver.now()
        let ping = GooglePing(
            feedId: feedId, trigger: .push, channelId: channelId, messageNumber: messageNumber, resourceState: state,
            receivedAt: receivedAt, resourceId: push.resourceId)
        let record = try ping.record(
            id: "ping-\(channelId)-\(messageNumber)", at: receivedAt, topics: receiver.topics)
        return await receiver.deliver(
            record, trace: TraceContext.header(of: request), answer: .noContent, logger: context.logger)
    }
}
