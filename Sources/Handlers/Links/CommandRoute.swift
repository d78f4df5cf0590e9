public import CalendarSync
public import Records

/// Reads `calsync.commands`.
public struct CommandRoute: RecordRoute {
    public let topic: String
    private let links: LinkHandler
    private let feeds: FeedHandler
    private let bookings: BookingHandler

    public init(topics: Topics, links: LinkHandler, feeds: FeedHandler, bookings: BookingHandler) {
        self.topic = topics.commands
        self.links = links
        self.feeds = feeds
        self.bookings = bookings
    }

    public func work(for record: ConsumedRecord) throws(Rejection) -> RoutedWork {
        let (eventId, command) = try SyncCommand.read(record)
        let subject = ResultSubject(accountId: command.accountId, classId: command.classId)
        switch command.command {
        case .unpark:
            let key = try required(command.key, "key")
            return RoutedWork(key: key, subject: subject, eventId: eventId, task: .unpark)
        case .mirrorCheck:
            let accountId = try required(command.accountId, "accountId")
            let subscriptionId = try required(command.subscriptionId, "subscriptionId")
            let mirror = try required(command.eventId, "eventId")
            return RoutedWork(
                key: BookingRoute.key(accountId: accountId, subscriptionId: subscriptionId),
                subject: ResultSubject(accountId: accountId, subscriptionId: subscriptionId), eventId: eventId,
                task: .handle { [bookings] context in
                    await bookings.check(
                        accountId: accountId, subscriptionId: subscriptionId, eventId: mirror, context)
                })
        case .linkMade, .linkChanged, .resync, .releaseBlocks:
            let accountId = try required(command.accountId, "accountId")
            let classId = try required(command.classId, "classId")
            let key = ClassKey(accountId: accountId, classId: classId)
            return RoutedWork(
                key: "link/\(key)", subject: subject, eventId: eventId,
                task: .handle { [links, feeds] context in
                    command.command == .releaseBlocks
                        ? await feeds.releaseBlocks(of: key, context) : await links.mirrorAll(of: key, context)
                })
        }
    }

    private func required(_ value: String?, _ field: String) throws(Rejection) -> String {
        guard let value else { throw Rejection(.missingField, field: field, detail: "is missing") }
        return value
    }
}
