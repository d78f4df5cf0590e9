import CalendarSync
import Foundation
import GoogleCalendar
import Handlers
import Kartra
import Logging
import OutboundHTTP
import Records
import Sandbox
import StoreSQL
import TestSupport

/// The handlers on a real store file and against the sandbox over real sockets.
struct HandlersWorld: Sendable {
    static let strategyCall = ClassKey(accountId: "42", classId: "310")
    static let groupSession = ClassKey(accountId: "42", classId: "311")
    static let hostCalendar = "host@example.com"
    static let teamCalendar = "team@group.calendar.google.com"
    static let zone = "America/Denver"

    let sandbox: SandboxCalls
    let http: HTTPClient
    /// The handlers' way to both sides.
    let sender: any HTTPSender
    let google: GoogleEndpoints
    private(set) var store: any Store
    let producer: FakeProducer
    private(set) var accounts: ConnectedAccounts
    let kartra: KartraBusyBlockClient
    let keys: SecretKeys
    let integrationId: String
    /// Where the store's files are.
    let folder: URL
    let topics = Topics()
    let now: @Sendable () -> Date = { Date() }
    let logger = Logger(label: "test")

    /// Starts everything, runs the test, ends everything.
    /// - Parameter patience: how long the handlers wait for an answer; nil: as long as they do in production.
    static func run(
        patience: Duration? = nil, configure: (inout SandboxConfiguration) -> Void = { _ in },
        _ test: @escaping @Sendable (HandlersWorld) async throws -> Void
    ) async throws {
        var configuration = SandboxConfiguration()
        configuration.kartra.callsPerSecond = nil
        configure(&configuration)
        let server = try SandboxServer(configuration: configuration, logger: Logger(label: "sandbox"))
        let folder = FileManager.default.temporaryDirectory.appending(path: "handlers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await server.run() }
            let http = try HTTPClient()
            let store = try await openStore(url: "sqlite:" + folder.appending(path: "test.db").path)
            let world = try await HandlersWorld(
                baseURL: try await server.baseURL, http: http, patience: patience, store: store, folder: folder)
            try await test(world)
            await http.shutdown()
            await store.close()
            group.cancelAll()
        }
    }

    private init(
        baseURL: String, http: HTTPClient, patience: Duration?, store: any Store, folder: URL
    ) async throws {
        sandbox = SandboxCalls(http: http, baseURL: baseURL)
        self.http = http
        self.store = store
        self.folder = folder
        sender = patience.map { ImpatientSender(sender: http, patience: $0) } ?? http
        producer = FakeProducer()
        keys = try SecretKeys("k1:" + Data(repeating: 7, count: 32).base64EncodedString())
        var endpoints = GoogleEndpoints()
        endpoints.apiBaseURL = baseURL + "/calendar/v3"
        endpoints.tokenURL = baseURL + "/token"
        endpoints.revokeURL = baseURL + "/revoke"
        google = endpoints
        accounts = Self.accounts(
            store: store, keys: keys, sender: sender, endpoints: endpoints, now: now, logger: logger)
        kartra = KartraBusyBlockClient(
            http: sender, baseURL: baseURL + "/kartra", token: "sandbox-kartra-token", callsPerSecond: 10_000)
        integrationId = Integration.id(accountId: "42", subject: "sub")
        try await connect()
        await sandbox.useTokens(of: Self.hostCalendar)
    }

    private static func accounts(
        store: any Store, keys: SecretKeys, sender: any HTTPSender, endpoints: GoogleEndpoints,
        now: @escaping @Sendable () -> Date, logger: Logger
    ) -> ConnectedAccounts {
        ConnectedAccounts(
            store: store, keys: keys, calendar: GoogleCalendarClient(sender: sender, endpoints: endpoints),
            oauth: GoogleOAuth(
                sender: sender, endpoints: endpoints,
                credentials: GoogleClientCredentials(id: "sandbox-client", secret: "sandbox-secret")),
            now: now, logger: logger)
    }

    /// The same Google and Kartra seen by an installation that has lost its store and was connected again.
    func withEmptyStore(_ test: (HandlersWorld) async throws -> Void) async throws {
        var world = self
        let empty = try await openStore(url: "sqlite:" + folder.appending(path: "\(UUID().uuidString).db").path)
        world.store = empty
        world.accounts = Self.accounts(
            store: empty, keys: keys, sender: sender, endpoints: google, now: now, logger: logger)
        try await world.connect()
        try await test(world)
        await empty.close()
    }

    /// Connects the host's Google account, or connects it again.
    func connect(accountId: String = "42") async throws {
        let integrationId = Integration.id(accountId: accountId, subject: "sub")
        let refreshToken = try await sandbox.mintRefreshToken(email: Self.hostCalendar)
        var integration = Integration(
            accountId: accountId, subject: "sub", email: Self.hostCalendar, scopes: [], connectedAt: now(),
            sealedRefreshToken: try keys.seal(refreshToken, context: integrationId))
        integration.revision = try await store.integration(id: integrationId)?.revision ?? 0
        try await store.save(integration)
    }

    // MARK: The handlers

    var bookings: BookingHandler {
        BookingHandler(store: store, google: accounts, keys: keys, now: now, logger: logger)
    }

    var links: LinkHandler {
        LinkHandler(store: store, bookings: bookings, google: accounts, now: now, logger: logger)
    }

    func feeds(
        blocks: (any BusyBlockWriter)? = nil, producer: FakeProducer? = nil, workerId: String = "worker",
        auditInterval: TimeInterval? = nil, now: (@Sendable () -> Date)? = nil,
        store: (any AccountStore & BookingStore & MirrorStore & FeedStore)? = nil,
        google: (any CalendarAccounts)? = nil
    ) -> FeedHandler {
        FeedHandler(
            store: store ?? self.store, google: google ?? accounts,
            blocks: BlockWriters(
                kartra: blocks ?? kartra, google: google ?? accounts, store: store ?? self.store, keys: keys,
                now: now ?? self.now, logger: logger),
            producer: producer ?? self.producer, topics: topics, keys: keys,
            pushAddress: "http://127.0.0.1:9/webhooks/google", auditInterval: auditInterval, workerId: workerId,
            now: now ?? self.now, logger: logger)
    }

    func writers(kartra writer: (any BusyBlockWriter)? = nil) -> BlockWriters {
        BlockWriters(
            kartra: writer ?? kartra, google: accounts, store: store, keys: keys, now: now, logger: logger)
    }

    func context(_ eventId: String, attempt: Int = 1, accountId: String? = nil) -> InputContext {
        InputContext(
            source: SyncResult.Source(
                RecordPosition(topicPartition: TopicPartition(topic: "t", partition: 0), offset: 1), eventId: eventId),
            subject: ResultSubject(accountId: accountId), receivedAt: now(), attempt: attempt, now: now)
    }

    // MARK: Set-up

    @discardableResult
    func link(
        _ key: ClassKey, to calendar: String, options: LinkOptions = LinkOptions(), calendarId: String = "77"
    ) async throws -> ClassLink {
        var link =
            try await store.link(key)
            ?? ClassLink(
                accountId: key.accountId, classId: key.classId, calendarId: calendarId, integrationId: integrationId,
                googleCalendarId: calendar, options: options)
        link.googleCalendarId = calendar
        link.blocksCompleteAt = nil
        link.revision = try await store.save(link)
        try await store.ensure(Feed(accountId: "42", integrationId: integrationId, googleCalendarId: calendar))
        return link
    }

    func feedId(_ calendar: String) -> String {
        Feed.id(integrationId: integrationId, googleCalendarId: calendar)
    }

    /// Reads the feed as for a push.
    @discardableResult
    func read(
        _ calendar: String, trigger: GooglePing.Trigger = .push, blocks: (any BusyBlockWriter)? = nil
    ) async -> Outcome {
        await feeds(blocks: blocks).handle(
            GooglePing(feedId: feedId(calendar), trigger: trigger), context(UUID().uuidString))
    }

    static func booking(
        _ status: BookingStatus = .booked, subscription: String = "9001", key: ClassKey = strategyCall,
        calendarId: String = "77", at times: [String] = ["2030-05-06T09:00"], revision: Int? = nil,
        occurredAt: Date = Date()
    ) throws -> Booking {
        let zone = TimeZone(identifier: Self.zone) ?? .gmt
        return Booking(
            accountId: key.accountId, calendarId: calendarId, calendarName: "Coaching", classId: key.classId,
            className: "Strategy call", subscriptionId: subscription, status: status,
            lead: Lead(id: "1", firstName: "Ana", lastName: "Lopez", email: "ana@example.com", phone: ""),
            hosts: [], timeZone: Self.zone,
            sessions: times.compactMap { text in
                LocalDateTime(text).map { Session(local: $0, text: text, durationMinutes: 60, zone: zone) }
            },
            order: BookingOrder(revision: revision, occurredAt: occurredAt))
    }
}

extension Outcome {
    var result: SyncResult? {
        guard case .settled(let result) = self else { return nil }
        return result
    }

    var kinds: [SyncEffect.Kind]? { result?.effects.map(\.kind) }
}
