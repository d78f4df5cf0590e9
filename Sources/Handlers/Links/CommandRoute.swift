public import CalendarSync
public import Records

/// Reads `calsync.commands`.
public struct CommandRoute: RecordRoute {
    public let topic: String
    private let links: LinkHandler
    private let feeds: FeedHandler
    private let unlinks: UnlinkHandler
    private let disconnects: DisconnectHandler

    public init(
        topics: Topics, links: LinkHandler, feeds: FeedHandler, unlinks: UnlinkHandler, disconnects: DisconnectHandler
    ) {
        self.topic = topics.commands
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
            guard let key = command.key else { throw .missing("key") }
            return RoutedWork(key: key, subject: subject, eventId: eventId, task: .unpark)
        case .integrationRemoved:
            guard command.accountId != nil else { throw .missing("accountId") }
            guard let id = command.integrationId else { throw .missing("integrationId") }
            return RoutedWork(
                key: "integration/\(id)", subject: subject, eventId: eventId,
                task: .handle { [disconnects] in await disconnects.disconnect(id, $0) })
        case .linkMade, .linkChanged, .resync:
            return try work(command, subject, eventId) { [links] in await links.mirrorAll(of: $0, $1) }
        case .linkRemoved:
            // Not behind what may be parked for the link: that has no more to wait for.
            return try work(command, subject, eventId, kind: "unlink") { [unlinks] in await unlinks.unlink($0, $1) }
        case .releaseBlocks:
            return try work(command, subject, eventId) { [feeds] in await feeds.releaseBlocks(of: $0, $1) }
        }
    }

    /// What is of one kind and concerns one class is done in order.
    private func work(
        _ command: SyncCommand, _ subject: ResultSubject, _ eventId: String, kind: String = "link",
        _ handle: @escaping @Sendable (ClassKey, InputContext) async -> Outcome
    ) throws(Rejection) -> RoutedWork {
        guard let accountId = command.accountId else { throw .missing("accountId") }
        guard let classId = command.classId else { throw .missing("classId") }
        let key = ClassKey(accountId: accountId, classId: classId)
        return RoutedWork(
            key: "\(kind)/\(key)", subject: subject, eventId: eventId, task: .handle { await handle(key, $0) })
    }
}

extension Rejection {
    fileprivate static func missing(_ field: String) -> Rejection {
        Rejection(.missingField, field: field, detail: "is missing")
    }
}
