public import CalendarSync
public import Records

/// Reads `calsync.commands`.
public struct CommandRoute: RecordRoute {
    public let topic: String
    private let links: LinkHandler
    private let feeds: FeedHandler

    public init(topics: Topics, links: LinkHandler, feeds: FeedHandler) {
        self.topic = topics.commands
        self.links = links
        self.feeds = feeds
    }

    public func work(for record: ConsumedRecord) throws(Rejection) -> RoutedWork {
        let (eventId, command) = try SyncCommand.read(record)
        let subject = ResultSubject(accountId: command.accountId, classId: command.classId)
        switch command.command {
        case .unpark:
            guard let key = command.key else { throw Rejection(.missingField, field: "key", detail: "is missing") }
            return RoutedWork(key: key, subject: subject, eventId: eventId, task: .unpark)
        case .linkMade, .linkChanged, .resync, .releaseBlocks:
            guard let accountId = command.accountId else {
                throw Rejection(.missingField, field: "accountId", detail: "is missing")
            }
            guard let classId = command.classId else {
                throw Rejection(.missingField, field: "classId", detail: "is missing")
            }
            let key = ClassKey(accountId: accountId, classId: classId)
            return RoutedWork(
                key: "link/\(key)", subject: subject, eventId: eventId,
                task: .handle { [links, feeds] context in
                    command.command == .releaseBlocks
                        ? await feeds.releaseBlocks(of: key, context) : await links.mirrorAll(of: key, context)
                })
        }
    }
}
