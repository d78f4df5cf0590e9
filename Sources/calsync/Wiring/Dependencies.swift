import CalendarSync
import Foundation
import GoogleCalendar
import Handlers
import Kafka
import Kartra
import Logging
import OutboundHTTP
import StoreSQL

/// What all roles of a process share, opened and reachable.
struct Dependencies: Sendable {
    let settings: Settings
    let kafka: KafkaConnection
    let producer: KafkaProducer
    let store: SQLStore
    let http: HTTPClient
    let google: IntegrationClients
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
            _ = try await admin.describeCluster(within: .seconds(5))
        }
        var opened: SQLStore?
        try await reach("the store", "STORE_URL", within: settings.startTimeout, logger) {
            opened = try await openStore(url: settings.storeURL)
        }
        guard let store = opened else { throw UnreachableDependency(name: "the store", key: "STORE_URL", reason: "") }

        var configuration = HTTPClientConfiguration()
        configuration.maxConnectionsPerHost = 16
        let http = try HTTPClient(configuration: configuration)
        let google = settings.google
        let endpoints = GoogleEndpoints(
            apiBaseURL: google.apiBaseURL, authorizeURL: google.authorizeURL, tokenURL: google.tokenURL,
            revokeURL: google.revokeURL)
        let now: @Sendable () -> Date = { Date() }
        return Dependencies(
            settings: settings, kafka: kafka,
            producer: try KafkaProducer(configuration: kafka.configuration, logger: logger), store: store, http: http,
            google: IntegrationClients(
                store: store, keys: settings.secretKeys, http: http, endpoints: endpoints,
                oauth: GoogleOAuth(
                    http: http, endpoints: endpoints, clientId: google.clientId, clientSecret: google.clientSecret),
                now: now, logger: logger),
            kartra: KartraBusyBlockClient(
                http: http, baseURL: settings.kartra.apiBaseURL, token: settings.kartra.apiToken,
                callsPerSecond: settings.kartra.callsPerSecond),
            now: now)
    }

    /// In the order in which nothing is closed that is still in use.
    func close() async {
        await producer.close()
        await http.shutdown()
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
