public import CalendarSync
import OutboundHTTP
public import Records

/// Reads `google.pings`. Pings of one feed coalesce: one reading that begins after all of them covers all.
public struct FeedRoute: RecordRoute {
    public let topic: String
    private let handler: FeedHandler

    public init(topics: Topics, handler: FeedHandler) {
        self.topic = topics.googlePings
        self.handler = handler
    }

    public func work(for record: ConsumedRecord) throws(Rejection) -> RoutedWork {
        let (eventId, ping) = try GooglePing.read(record)
        let coalesces =
            switch ping.trigger {
            case .push, .poll: true
            // These ask for more than a push behind them does: a full reading, or our own links looked at anew.
            case .link, .manual, .audit: false
            }
        // A handshake reads nothing: behind a parked reading it would be taken for the next one. An event's id may be of any
        // length, and a key may not.
        let feed = Feed.workKey(id: ping.feedId)
        let key = ping.resourceState == .sync ? "\(feed)/\(Digest.text([eventId], length: 26))" : feed
        return RoutedWork(
            key: key, subject: ResultSubject(feedId: ping.feedId), eventId: eventId,
            coalesces: coalesces,
            // A poll behind it finds what it announced: unless the push is heard, that looks like a change without one.
            announces: ping.trigger == .push,
            task: .handle { [handler] context in
                await Lane.$current.withValue(Self.lane(ping.trigger)) { await handler.handle(ping, context) }
            })
    }

    private static func lane(_ trigger: GooglePing.Trigger) -> Lane {
        switch trigger {
        case .push, .poll: .live
        case .link, .manual: .backfill
        case .audit: .audit
        }
    }
}
