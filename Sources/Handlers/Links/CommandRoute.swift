public import CalendarSync
import Foundation
import OutboundHTTP
public import Records

/// Reads `calsync.commands`.
public struct CommandRoute: RecordRoute {
    public let topic: String
    private let links: LinkHandler
    private let feeds: FeedHandler
    private let bookings: BookingHandler
    private let unlinks: UnlinkHandler
    private let disconnects: DisconnectHandler

    public init(
        topics: Topics, bookings: BookingHandler, links: LinkHandler, feeds: FeedHandler, unlinks: UnlinkHandler,
        disconnects: DisconnectHandler
    ) {
        self.topic = topics.commands
        self.bookings = bookings
        self.links = links
        self.feeds = feeds
        self.unlinks = unlinks
        self.disconnects = disconnects
    }

    public func work(for record: ConsumedRecord) throws(Rejection) -> RoutedWork {
        let (eventId, command) = try SyncCommand.read(record)
        let subject = ResultSubject(accountId: command.accountId, classId: command.classId)
        switch command.command {
        case .unpark:
            let key = try required(command.key, "key")
            return RoutedWork(
                key: key, subject: subject, account: command.accountId ?? Booking.accountId(ofWorkKey: key),
                eventId: eventId, task: .unpark(askedAt: Date(rfc3339: command.requestedAt) ?? .distantFuture))
        case .mirrorCheck:
            let accountId = try required(command.accountId, "accountId")
            let subscriptionId = try required(command.subscriptionId, "subscriptionId")
            let mirror = try required(command.eventId, "eventId")
            return RoutedWork(
                key: Booking.workKey(accountId: accountId, subscriptionId: subscriptionId),
                subject: ResultSubject(accountId: accountId, subscriptionId: subscriptionId), eventId: eventId,
                task: .handle { [bookings] context in
                    await bookings.check(
                        accountId: accountId, subscriptionId: subscriptionId, eventId: mirror, context)
                })
        case .bookingFinish:
            let accountId = try required(command.accountId, "accountId")
            let subscriptionId = try required(command.subscriptionId, "subscriptionId")
            return RoutedWork(
                key: Booking.workKey(accountId: accountId, subscriptionId: subscriptionId),
                subject: ResultSubject(accountId: accountId, subscriptionId: subscriptionId), eventId: eventId,
                task: .handle { [bookings] context in
                    await bookings.finish(accountId: accountId, subscriptionId: subscriptionId, context)
                })
        case .integrationRemoved:
            _ = try required(command.accountId, "accountId")
            let id = try required(command.integrationId, "integrationId")
            return RoutedWork(
                key: "integration/\(id)", subject: subject, eventId: eventId,
                task: .handle { [disconnects] in await disconnects.disconnect(id, $0) })
        case .linkMade, .linkChanged, .resync:
            return try work(command, subject, eventId) { [links] key, context in
                await Lane.$current.withValue(.backfill) { await links.mirrorAll(of: key, context) }
            }
        case .linkRemoved:
            // Not behind what may be parked for the link: that has no more to wait for.
            return try work(command, subject, eventId, kind: "unlink") { [unlinks] in await unlinks.unlink($0, $1) }
        case .releaseBlocks:
            // Nor behind what waits for the owner, who is away.
            return try work(command, subject, eventId, kind: "release") { [feeds] in
                await feeds.releaseBlocks(of: $0, $1)
            }
        }
    }

    /// What is of one kind and concerns one class is done in order.
    private func work(
        _ command: SyncCommand, _ subject: ResultSubject, _ eventId: String, kind: String = "link",
        _ handle: @escaping @Sendable (ClassKey, InputContext) async -> Outcome
    ) throws(Rejection) -> RoutedWork {
        let key = ClassKey(
            accountId: try required(command.accountId, "accountId"), classId: try required(command.classId, "classId"))
        return RoutedWork(
            key: "\(kind)/\(key)", subject: subject, eventId: eventId, task: .handle { await handle(key, $0) })
    }

    private func required(_ value: String?, _ field: String) throws(Rejection) -> String {
        guard let value else { throw Rejection(.missingField, field: field, detail: "is missing") }
        return value
    }
}
