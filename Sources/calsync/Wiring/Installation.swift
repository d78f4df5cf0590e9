import CalendarSync
import Console
import Foundation
import GoogleCalendar
import Handlers
import Hummingbird
import Kafka
import Logging
import Processing
import Receiver
import Records
import Scheduling
import ServiceLifecycle
import StoreSQL

/// The roles of one process as services. Whether it is `serve` or the demo, this is where everything is wired.
struct Installation {
    private let dependencies: Dependencies
    private let metrics: PrometheusMetricsFactory
    private let logger: Logger

    init(_ dependencies: Dependencies, metrics: PrometheusMetricsFactory, logger: Logger) {
        self.dependencies = dependencies
        self.metrics = metrics
        self.logger = logger
    }

    /// In the order of starting; shutdown goes the other way: no new requests, no new due work, the worker drains.
    func services(onListening: @escaping @Sendable (Int) async -> Void = { _ in }) throws -> [any Service] {
        let router = Router(context: ConsoleRequestContext.self)
        health().addRoutes(to: router)
        addReceiver(to: router)
        let work = try dependencies.backends.map { try services(with: $0, router) } ?? []
        let configuration = HTTPServerConfiguration(
            host: dependencies.settings.httpHost, port: dependencies.settings.httpPort)
        return work + [configuration.makeServer(router: router, logger: logger, onListening: onListening)]
    }

    /// Those of the roles that have more to do than to receive.
    private func services(with backends: Backends, _ router: Router<ConsoleRequestContext>) throws -> [any Service] {
        let roles = dependencies.settings.roles
        // First, so that its last look at the broker holds nobody's shutdown up.
        let pipeline = try pipeline(backends)
        var services: [any Service] = [
            InstallationGauges(
                pipeline: pipeline, store: backends.store, gate: backends.gate, now: dependencies.now, logger: logger)
        ]
        if roles.contains(.worker) { services.append(try worker(backends)) }
        if roles.contains(.scheduler) {
            services.append(
                Scheduler(
                    store: backends.store, producer: dependencies.producer, topics: topics,
                    repairing: dependencies.settings.auditRepair, now: dependencies.now, logger: logger))
        }
        if roles.contains(.console) {
            services.append(try activity(backends))
            addConsole(to: router, backends, pipeline)
        }
        return services
    }

    /// Nil in processes of which there may be many.
    private func pipeline(_ backends: Backends) throws -> PipelineReader? {
        let roles = dependencies.settings.roles
        guard roles.contains(.console) || roles.contains(.scheduler) else { return nil }
        return try PipelineReader(
            store: backends.store, configuration: dependencies.kafka.configuration, topics: topics, logger: logger)
    }

    /// What is left to calls under way when the process is to end.
    private var drain: Duration { dependencies.settings.shutdownTimeout * 0.75 }

    private var topics: Topics { dependencies.settings.topics }

    private func worker(_ backends: Backends) throws -> RecordProcessor {
        let settings = dependencies.settings
        guard let keys = settings.secretKeys else { throw SecretKeysError.noKeys }
        let store = backends.store
        let now = dependencies.now
        let bookings = BookingHandler(
            store: store, google: backends.accounts, keys: keys, now: now, logger: logger)
        let feeds = FeedHandler(
            store: store, google: backends.accounts,
            blocks: BlockWriters(
                kartra: backends.kartra, google: backends.accounts, store: store, keys: keys, now: now,
                logger: logger),
            producer: dependencies.producer, topics: topics, keys: keys,
            pushAddress: settings.publicBaseURL + "/webhooks/google",
            auditInterval: settings.auditInterval.map { $0 / .seconds(1) },
            workerId: UUID().uuidString, now: now, logger: logger)
        let links = LinkHandler(
            store: store, bookings: bookings, google: backends.accounts, now: now, logger: logger)
        let unlinks = UnlinkHandler(
            store: store, bookings: bookings, feeds: feeds, google: backends.accounts, keys: keys, now: now,
            logger: logger)
        let disconnects = DisconnectHandler(
            store: store, unlinks: unlinks, google: backends.accounts, keys: keys, now: now, logger: logger)
        let consumer = try KafkaConsumer(
            configuration: dependencies.kafka.configuration, group: topics.consumerGroup, topics: topics.inputs,
            drainTimeout: settings.shutdownTimeout, logger: logger)
        return RecordProcessor(
            consumer: Failpoints.around(consumer), producer: dependencies.producer,
            routes: [
                BookingRoute(topics: topics, handler: bookings, now: now),
                FeedRoute(topics: topics, handler: feeds),
                CommandRoute(
                    topics: topics, bookings: bookings, links: links, feeds: feeds, unlinks: unlinks,
                    disconnects: disconnects),
            ],
            parking: store, letters: store, topics: topics,
            options: ProcessorOptions(maxInFlight: settings.maxInFlight, shutdownTimeout: drain), now: now,
            logger: logger)
    }

    private func activity(_ backends: Backends) throws -> ActivityService {
        let consumer = try KafkaConsumer(
            configuration: dependencies.kafka.configuration, group: topics.activityGroup, topics: [topics.results],
            drainTimeout: dependencies.settings.shutdownTimeout, logger: logger)
        return ActivityService(
            recorder: ActivityRecorder(
                consumer: consumer, store: backends.store, topics: topics, now: dependencies.now, logger: logger))
    }

    private func addReceiver(to router: Router<ConsoleRequestContext>) {
        let settings = dependencies.settings
        guard settings.roles.contains(.receiver), let keys = settings.secretKeys else { return }
        let receiver = PingReceiver(producer: dependencies.producer, topics: topics, now: dependencies.now)
        GooglePingController(receiver: receiver, keys: keys).addRoutes(to: router)
        KartraPingController(receiver: receiver, secret: PingSecret(settings.kartra.pingSecret)).addRoutes(to: router)
    }

    private func addConsole(
        to router: Router<ConsoleRequestContext>, _ backends: Backends, _ pipeline: PipelineReader?
    ) {
        let settings = dependencies.settings
        ConsoleAPI(
            configuration: ConsoleConfiguration(
                publicBaseURL: settings.publicBaseURL, apiToken: settings.apiToken,
                accountTokens: settings.accountTokens,
                pingSecret: settings.kartra.pingSecret.isEmpty ? nil : PingSecret(settings.kartra.pingSecret),
                unlinkPatience: min(ConsoleConfiguration.unlinkPatience, drain)),
            store: backends.store, google: backends.consent, producer: dependencies.producer,
            reader: TopicReader(configuration: dependencies.kafka.configuration, logger: logger), topics: topics,
            keys: settings.secretKeys,
            offered: settings.kartra.apiBaseURL.isEmpty ? nil : KartraClasses(client: backends.kartra),
            pipeline: { await pipeline?.status() ?? PipelineStatus() },
            oldestInput: { pipeline?.lastOldestInput }, now: dependencies.now
        ).addRoutes(to: router)
    }

    private func health() -> HealthController {
        let admin = dependencies.admin
        var checks = [HealthCheck("kafka") { _ = try await admin.describeCluster(within: .seconds(2)) }]
        if let backends = dependencies.backends {
            let roles = dependencies.settings.roles
            // Kartra sends its pings once: they are taken while the store is away, and wait in Kafka.
            checks.append(
                HealthCheck("store", isEssential: !roles.contains(.receiver)) {
                    try await backends.store.checkHealth()
                })
            if roles.contains(.worker) || roles.contains(.console) {
                // Out of service this process would help nobody: the others reach Google no better.
                checks.append(
                    HealthCheck("google_token", isEssential: false) {
                        if let failure = backends.tokenEndpoint.lastFailure { throw failure }
                    })
            }
        }
        return HealthController(checks: checks, metricsText: { [metrics] in metrics.render() })
    }
}
