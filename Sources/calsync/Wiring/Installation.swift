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
        let roles = dependencies.settings.roles
        // First, so that its last look at the broker holds nobody's shutdown up.
        let pipeline = try pipeline()
        var services: [any Service] = [
            InstallationGauges(
                pipeline: pipeline, store: dependencies.store, gate: dependencies.gate, now: dependencies.now,
                logger: logger)
        ]
        if roles.contains(.worker) { services.append(try worker()) }
        if roles.contains(.scheduler) {
            services.append(
                Scheduler(
                    store: dependencies.store, producer: dependencies.producer, topics: topics,
                    repairing: dependencies.settings.auditRepair, now: dependencies.now, logger: logger))
        }
        if roles.contains(.console) { services.append(try activity()) }
        services.append(try server(pipeline: pipeline, onListening: onListening))
        return services
    }

    /// Nil in processes of which there may be many.
    private func pipeline() throws -> PipelineReader? {
        let roles = dependencies.settings.roles
        guard roles.contains(.console) || roles.contains(.scheduler) else { return nil }
        return try PipelineReader(
            store: dependencies.store, configuration: dependencies.kafka.configuration, topics: topics, logger: logger)
    }

    /// What is left to calls under way when the process is to end.
    private var drain: Duration { dependencies.settings.shutdownTimeout * 0.75 }

    private var topics: Topics { dependencies.settings.topics }

    private func worker() throws -> RecordProcessor {
        let settings = dependencies.settings
        guard let keys = settings.secretKeys else { throw SecretKeysError.noKeys }
        let store = dependencies.store
        let now = dependencies.now
        let bookings = BookingHandler(
            store: store, google: dependencies.accounts, keys: keys, now: now, logger: logger)
        let feeds = FeedHandler(
            store: store, google: dependencies.accounts,
            blocks: BlockWriters(
                kartra: dependencies.kartra, google: dependencies.accounts, store: store, keys: keys, now: now,
                logger: logger),
            producer: dependencies.producer, topics: topics, keys: keys,
            pushAddress: settings.publicBaseURL + "/webhooks/google",
            auditInterval: settings.auditInterval.map { $0 / .seconds(1) },
            workerId: UUID().uuidString, now: now, logger: logger)
        let links = LinkHandler(
            store: store, bookings: bookings, google: dependencies.accounts, now: now, logger: logger)
        let unlinks = UnlinkHandler(
            store: store, bookings: bookings, feeds: feeds, google: dependencies.accounts, keys: keys, now: now,
            logger: logger)
        let disconnects = DisconnectHandler(
            store: store, unlinks: unlinks, google: dependencies.accounts, keys: keys, now: now, logger: logger)
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

    private func activity() throws -> ActivityService {
        let consumer = try KafkaConsumer(
            configuration: dependencies.kafka.configuration, group: topics.activityGroup, topics: [topics.results],
            drainTimeout: dependencies.settings.shutdownTimeout, logger: logger)
        return ActivityService(
            recorder: ActivityRecorder(
                consumer: consumer, store: dependencies.store, topics: topics, now: dependencies.now, logger: logger))
    }

    private func server(
        pipeline: PipelineReader?, onListening: @escaping @Sendable (Int) async -> Void
    ) throws -> some Service {
        let settings = dependencies.settings
        let router = Router(context: ConsoleRequestContext.self)
        health().addRoutes(to: router)
        if settings.roles.contains(.receiver), let keys = settings.secretKeys {
            let receiver = PingReceiver(producer: dependencies.producer, topics: topics, now: dependencies.now)
            GooglePingController(receiver: receiver, keys: keys).addRoutes(to: router)
            KartraPingController(receiver: receiver, secret: PingSecret(settings.kartra.pingSecret)).addRoutes(
                to: router)
        }
        if settings.roles.contains(.console) {
            ConsoleAPI(
                configuration: ConsoleConfiguration(
                    publicBaseURL: settings.publicBaseURL, apiToken: settings.apiToken,
                    accountTokens: settings.accountTokens,
                    pingSecret: settings.kartra.pingSecret.isEmpty ? nil : PingSecret(settings.kartra.pingSecret),
                    unlinkPatience: min(ConsoleConfiguration.unlinkPatience, drain)),
                store: dependencies.store, google: dependencies.consent, producer: dependencies.producer,
                reader: TopicReader(configuration: dependencies.kafka.configuration, logger: logger), topics: topics,
                keys: settings.secretKeys,
                offered: settings.kartra.apiBaseURL.isEmpty ? nil : KartraClasses(client: dependencies.kartra),
                pipeline: { await pipeline?.status() ?? PipelineStatus() }, now: dependencies.now
            ).addRoutes(to: router)
        }
        return HTTPServerConfiguration(host: settings.httpHost, port: settings.httpPort)
            .makeServer(router: router, logger: logger, onListening: onListening)
    }

    private func health() -> HealthController {
        let store = dependencies.store
        let admin = dependencies.admin
        let tokenEndpoint = dependencies.tokenEndpoint
        var checks = [
            HealthCheck("store") { try await store.checkHealth() },
            HealthCheck("kafka") { _ = try await admin.describeCluster(within: .seconds(2)) },
        ]
        let roles = dependencies.settings.roles
        if roles.contains(.worker) || roles.contains(.console) {
            // Out of service this process would help nobody: the others reach Google no better.
            checks.append(
                HealthCheck("google_token", isEssential: false) {
                    if let failure = tokenEndpoint.lastFailure { throw failure }
                })
        }
        return HealthController(
            checks: checks,
            metricsText: { [metrics] in metrics.render() })
    }
}
