import CalendarSync
import Console
import Foundation
import GoogleCalendar
import Handlers
import Kafka
import Kartra
import Logging
import OutboundHTTP
import Records
import StoreSQL

/// What all roles of a process share, opened and reachable.
struct Dependencies: Sendable {
    let settings: Settings
    let kafka: KafkaConnection
    let producer: any RecordProducer
    private let kafkaProducer: KafkaProducer
    let admin: KafkaAdmin
    let store: SQLStore
    let googleHTTP: HTTPClient
    let kartraHTTP: HTTPClient
    /// What all calls to Google on behalf of accounts go through.
    let gate: GoogleCallGate
    let tokenEndpoint: TokenEndpointState
    let accounts: ConnectedAccounts
    let consent: GoogleCalendarAccounts
    let kartra: KartraBusyBlockClient
    let now: @Sendable () -> Date

    /// Waits for broker and store up to the start deadline.
    /// - Throws: `UnreachableDependency` naming what did not answer.
    static func open(_ settings: Settings, logger: Logger) async throws -> Dependencies {
        let kafka = try KafkaConnection(
            broker: settings.broker, properties: settings.kafkaProperties, cooperative: settings.cooperative,
            topics: settings.topics, logger: logger)
        let admin = try KafkaAdmin(configuration: kafka.configuration, logger: logger)
        try await reach("Kafka", "KAFKA_BOOTSTRAP_SERVERS", within: settings.startTimeout, logger) {
            _ = try await admin.describeCluster(within: min(.seconds(5), settings.startTimeout))
        }
        var opened: SQLStore?
        try await reach("the store", "STORE_URL", within: settings.startTimeout, logger) {
            opened = try await openStore(
                url: settings.storeURL, exclusively: true, wrapping: { Failpoints.around($0) })
        }
        guard let store = opened else { throw UnreachableDependency(name: "the store", key: "STORE_URL", reason: "") }

        // A client for each remote system: one that hangs must not hold the other's places.
        let googleHTTP = try HTTPClient()
        let kartraHTTP = try HTTPClient()
        let now: @Sendable () -> Date = { Date() }
        let endpoints = settings.google.endpoints
        let google = Failpoints.around(googleHTTP)
        let oauth = GoogleOAuth(
            sender: google, endpoints: endpoints,
            credentials: GoogleClientCredentials(id: settings.google.clientId, secret: settings.google.clientSecret))
        let calendar = GoogleCalendarClient(sender: google, endpoints: endpoints)
        let gate = GoogleCallGate(callsPerMinute: settings.google.callsPerMinute)
        let accounts = ConnectedAccounts(
            store: store, keys: settings.secretKeys, calendar: calendar, oauth: oauth, gate: gate, now: now,
            logger: logger)
        let producer = try KafkaProducer(configuration: kafka.configuration, logger: logger)
        try await producer.prepare(settings.topics.all)
        return Dependencies(
            settings: settings, kafka: kafka, producer: Failpoints.around(producer), kafkaProducer: producer,
            admin: admin, store: store,
            googleHTTP: googleHTTP, kartraHTTP: kartraHTTP, gate: gate, tokenEndpoint: oauth.tokenEndpoint,
            accounts: accounts,
            consent: GoogleCalendarAccounts(oauth: oauth, client: calendar, tokens: accounts.tokens),
            kartra: KartraBusyBlockClient(
                http: Failpoints.around(kartraHTTP), baseURL: settings.kartra.apiBaseURL,
                token: settings.kartra.apiToken,
                callsPerSecond: settings.kartra.callsPerSecond),
            now: now)
    }

    /// In the order in which nothing is closed that is still in use.
    func close() async {
        await kafkaProducer.close(within: .seconds(3))
        await googleHTTP.shutdown()
        await kartraHTTP.shutdown()
        await store.close()
    }

    private static func reach(
        _ name: String, _ key: String, within limit: Duration, _ logger: Logger, _ body: () async throws -> Void
    ) async throws {
        let deadline = ContinuousClock.now + limit
        while true {
            do {
                return try await body()
            } catch let error as StoreSetupError {
                throw error
            } catch {
                guard ContinuousClock.now < deadline else {
                    throw UnreachableDependency(name: name, key: key, reason: "\(error)")
                }
                logger.warning("\(name) does not answer yet", metadata: ["error": "\(error)"])
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }
}
