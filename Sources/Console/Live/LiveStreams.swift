import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// Server-sent events for open pages. A stream ends with its session, with the page, and when the server shuts down; the
/// browser comes back by itself where it can.
struct LiveStreams: Sendable {
    let seats = LiveSeats()
    let pace: LivePace
    let now: @Sendable () -> Date

    func response(_ page: LivePage, for visit: Visit, _ request: Request, logger: Logger) throws -> Response {
        let seat = try seats.take(for: visit.session.id)
        var headers: HTTPFields = [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"]
        // Proxies of nginx's kind would gather it.
        if let buffering = HTTPField.Name("X-Accel-Buffering") { headers[buffering] = "no" }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                // Whoever goes from page to page finds the places of those that were left free.
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    var stream = LiveStream(page: page, endsAt: visit.session.expiresAt, pace: pace, now: now)
                    while let event = await stream.next(logger: logger) {
                        try await writer.write(ByteBuffer(string: try event.text()))
                    }
                }
                try await writer.finish(nil)
                withExtendedLifetime(seat) {}
            })
    }
}
