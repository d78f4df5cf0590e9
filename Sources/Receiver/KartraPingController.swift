public import CalendarSync
import Foundation
import HTTPTypes
public import Hummingbird
import Logging
import NIOCore
import Records

/// `POST /webhooks/kartra/{accountId}/{secret}`: Kartra says that an appointment was booked, cancelled or completed. Kartra
/// signs nothing, so the secret in the address is what is checked; it is never logged. The address may end with
/// `?timeZone=` and an IANA name: the zone of those of its pings that name none.
public struct KartraPingController: Sendable {
    static let longestBody = 256 * 1024

    private let receiver: PingReceiver
    private let secret: PingSecret
    private let metrics: PingMetrics

    public init(receiver: PingReceiver, secret: PingSecret) {
        self.receiver = receiver
        self.secret = secret
        metrics = PingMetrics(source: "kartra", factory: receiver.metrics)
    }

    public func addRoutes(to router: Router<some RequestContext>) {
        router.post("/webhooks/kartra/:accountId/:secret") { request, context in
            try await metrics.measure { try await answer(request, context) }.response
        }
    }

    private func answer(_ request: Request, _ context: some RequestContext) async throws -> PingAnswer {
        guard let accountId = context.parameters.get("accountId")?.removingPercentEncoding,
            let given = context.parameters.get("secret"), secret.isValid(given, accountId: accountId)
        else {
            context.logger.warning("ping refused", metadata: ["source": "kartra"])
            return .unauthorized
        }
        let timeZone = request.uri.queryParameters.get("timeZone")
        if let timeZone, TimeZone(ianaName: timeZone) == nil {
            return .malformed("timeZone: \(timeZone.prefix(64)) is not in the IANA time zone database")
        }
        let body: ByteBuffer
        do {
            body = try await request.limitedBody(upTo: Self.longestBody)
        } catch is NIOTooManyBytesError {
            return .tooLarge(limit: Self.longestBody)
        }
        let bytes = Array(body.readableBytesView)
        guard let envelope = try? KartraPingEnvelope(Data(bytes)) else {
            return .malformed("the body is not a JSON object")
        }
        guard envelope.isForUs else { return .ignored }
        var headers: RecordHeaders = ["kartra_account_id": accountId, "content-type": "application/json"]
        if let timeZone { headers.append("kartra_time_zone", timeZone) }
        let record = OutgoingRecord(
            topic: receiver.topics.appointments, key: Array((envelope.subscriptionId ?? accountId).utf8), value: bytes,
            headers: headers)
        return await receiver.deliver(
            record, trace: TraceContext.header(of: request), answer: .accepted, logger: context.logger)
    }
}
