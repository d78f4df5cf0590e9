import ArgumentParser
import CalendarSync
import Foundation
import GoogleCalendar
import Handlers
import Kartra
import Logging
import OutboundHTTP
import Records
import StoreSQL

/// Reads one calendar for the first time, through the handler and a store file, and reports on itself.
struct ReaderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "reader", shouldDisplay: false)

    struct NotRead: Error {
        let outcome: String
    }

    @Option var sandbox: String
    @Option var calendar: String
    @Option var kartra: String

    func run() async throws {
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        let folder = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try await openStore(url: "sqlite:" + folder.appending(path: "bench.db").path)
        let http = try HTTPClient()
        let (handler, ping) = try await prepare(store, http)
        let before = PeakMemory.kibibytes
        let seconds = try await ContinuousClock().measure { try await read(handler, ping, store) } / .seconds(1)
        let report = ReaderReport(seconds: seconds, before: before, peak: PeakMemory.kibibytes)
        FileHandle.standardOutput.write(try JSONEncoder().encode(report) + Data("\n".utf8))
        await http.shutdown()
        await store.close()
    }

    private var classKey: ClassKey { ClassKey(accountId: kartra, classId: "\(kartra)-class") }

    /// Until every block is written, as the engine would go on.
    private func read(_ handler: FeedHandler, _ ping: GooglePing, _ store: SQLStore) async throws {
        while try await store.link(classKey)?.blocksCompleteAt == nil {
            let context = InputContext(
                source: SyncResult.Source(
                    RecordPosition(topicPartition: TopicPartition(topic: "bench", partition: 0), offset: 0),
                    eventId: UUID().uuidString),
                subject: ResultSubject(), receivedAt: .now, attempt: 1, now: { Date() })
            switch await handler.handle(ping, context) {
            case .settled(let result):
                if result.outcome != .succeeded { throw NotRead(outcome: "\(result.outcome)") }
            case .retry(let wait, _): try await ContinuousClock().sleep(for: wait ?? .milliseconds(250))
            case .held(let wait): try await ContinuousClock().sleep(for: wait)
            case .rejected(let rejection): throw NotRead(outcome: "\(rejection)")
            case .parked(let reason, _, _): throw NotRead(outcome: "\(reason)")
            }
        }
    }

    private func prepare(_ store: SQLStore, _ http: HTTPClient) async throws -> (FeedHandler, GooglePing) {
        let logger = Logger(label: "bench")
        let keys = try SecretKeys("bench:" + Data(repeating: 1, count: 32).base64EncodedString())
        let remote = try SandboxRemote(baseURL: sandbox)
        let refreshToken = try await remote.mintRefreshToken(calendar)
        await remote.close()
        var endpoints = GoogleEndpoints()
        endpoints.apiBaseURL = sandbox + "/calendar/v3"
        endpoints.tokenURL = sandbox + "/token"
        let accounts = ConnectedAccounts(
            store: store, keys: keys, calendar: GoogleCalendarClient(sender: http, endpoints: endpoints),
            oauth: GoogleOAuth(
                sender: http, endpoints: endpoints,
                credentials: GoogleClientCredentials(id: "sandbox-client", secret: "sandbox-secret")),
            now: { Date() }, logger: logger)
        let integrationId = Integration.id(accountId: kartra, subject: "bench")
        try await store.save(
            Integration(
                accountId: kartra, subject: "bench", email: calendar, scopes: [], connectedAt: .now,
                sealedRefreshToken: try keys.seal(refreshToken, context: integrationId)))
        let link = ClassLink(
            accountId: kartra, classId: classKey.classId, calendarId: kartra, integrationId: integrationId,
            googleCalendarId: calendar, options: LinkOptions())
        try await store.save(link)
        let feed = Feed(accountId: kartra, integrationId: integrationId, googleCalendarId: calendar)
        try await store.ensure(feed)
        let handler = FeedHandler(
            store: store, google: accounts,
            blocks: BlockWriters(
                kartra: KartraBusyBlockClient(http: http, baseURL: sandbox + "/kartra", token: "sandbox-kartra-token"),
                google: accounts, store: store, keys: keys, now: { Date() }, logger: logger),
            producer: DiscardingProducer(), topics: Topics(), keys: keys,
            pushAddress: "http://127.0.0.1:9/webhooks/google", workerId: "bench", now: { Date() }, logger: logger)
        return (handler, GooglePing(feedId: feed.id, trigger: .link))
    }
}
