import Foundation
import OutboundHTTP

extension GoogleCalendarClient {
    /// The first ping may come before this returns.
    public func watchEvents(
        _ calendar: String, _ channel: WatchRequest, as tokens: any AccessTokenSource
    ) async throws -> WatchChannel {
        try await write(.post, ["calendars", calendar, "events", "watch"], body: channel, as: tokens)
    }

    /// With tokens of the account that opened it. `GoogleError.notFound` means that it is gone; pings may go on a while.
    public func stopChannel(id: String, resourceID: String, as tokens: any AccessTokenSource) async throws {
        let body = [UInt8](try JSONEncoder().encode(["id": id, "resourceId": resourceID]))
        _ = try await call(.post, ["channels", "stop"], body: body, as: tokens)
    }
}
