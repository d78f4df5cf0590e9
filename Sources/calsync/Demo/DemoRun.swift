import Foundation
import Logging
import Kafka
import OutboundHTTP
import Sandbox
import ServiceLifecycle
import UnixSignals

/// Starts everything, plays the story, tells how it went.
struct DemoRun {
    let world: DemoWorld
    let table: DemoTable
    let port: Int
    let staysUp: Bool
    let logger: Logger

    /// - Returns: whether everything expected arrived.
    func run() async throws -> Bool {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await world.sandbox.run() }
            let sandboxURL = try await world.sandbox.baseURL
            table.step("sandbox", "\(sandboxURL)  Google and Kartra, emulated")
            let settings = try world.settings(sandboxURL: sandboxURL, port: port == 0 ? try Self.freePort() : port)
            let dependencies = try await Dependencies.open(settings, logger: logger)
            let broker = dependencies.kafka.configuration
            table.step("broker", "\(broker.bootstrapServers)  Kafka's protocol, in memory, for trying out only")
            let results = try ResultsWatcher(configuration: broker, topics: settings.topics, logger: logger)
            let (listening, signal) = AsyncStream<Int>.makeStream()
            let services = try Installation(dependencies, metrics: PrometheusMetricsFactory(), logger: logger)
                .services { signal.yield($0) }
            var configuration = ServiceGroupConfiguration(
                services: services.map { .init(service: $0) },
                gracefulShutdownSignals: staysUp ? [.sigterm, .sigint] : [], logger: logger)
            configuration.maximumGracefulShutdownDuration = settings.shutdownTimeout
            let serving = ServiceGroup(configuration: configuration)
            group.addTask { try await results.run() }
            group.addTask {
                defer { signal.finish() }
                try await serving.run()
            }
            guard await listening.first(where: { _ in true }) != nil else {
                // It has ended before it listened, and its task has the reason.
                while try await group.next() != nil {}
                return false
            }
            table.step("calsync", "\(settings.publicBaseURL)  receiver, worker, scheduler, console")

            let http = try HTTPClient()
            let arrivals = try await play(settings, sandboxURL, http, results)
            let passed = DemoSummary(arrivals: arrivals).print(to: table)
            if staysUp {
                invite(settings, sandboxURL)
                try await waitForShutdown(of: serving, in: &group)
            } else {
                await serving.triggerGracefulShutdown()
            }
            results.close()
            group.cancelAll()
            while let ended = await group.nextResult() { _ = ended }
            await http.shutdown()
            await dependencies.close()
            return passed
        }
    }

    private func play(
        _ settings: Settings, _ sandboxURL: String, _ http: HTTPClient, _ results: ResultsWatcher
    ) async throws -> [DemoPlayer.Arrival] {
        let sandbox = JSONClient(http: http, baseURL: sandboxURL)
        let calsync = JSONClient(http: http, baseURL: settings.publicBaseURL, token: settings.apiToken)
        let setUp = DemoSetUp(calsync: calsync, sandbox: sandbox, world: world, table: table)
        let integration = try await setUp.connect()
        try await setUp.link(
            DemoWorld.strategyCall, name: "Strategy call", to: DemoWorld.hostEmail, integrationId: integration)
        try await setUp.link(
            DemoWorld.groupSession, name: "Group session", to: DemoWorld.teamCalendar, integrationId: integration)
        try await setUp.enterPingURL(base: settings.publicBaseURL)
        table.line("  … the worker joins its consumer group (the in-memory broker takes some seconds)")
        let deadline = ContinuousClock.now + .seconds(20)
        while !results.isReading, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(20)) }
        try await setUp.waitUntilInStep([DemoWorld.strategyCall, DemoWorld.groupSession], deadline: deadline)

        let minted = try await sandbox.call(
            .post, "/control/google/access-tokens", ["email": DemoWorld.hostEmail])
        let google = JSONClient(
            http: http, baseURL: settings.google.apiBaseURL, token: minted.object["access_token"] as? String)
        let kartra = JSONClient(http: http, baseURL: settings.kartra.apiBaseURL, token: settings.kartra.apiToken)
        table.line()
        table.head()
        let player = DemoPlayer(
            results: results, remote: DemoRemote(google: google, kartra: kartra), table: table)
        return try await player.play(DemoStory(sandbox: sandbox, google: google, now: .now).scenes)
    }

    private func invite(_ settings: Settings, _ sandboxURL: String) {
        let account = "\(settings.publicBaseURL)/api/v1/accounts/\(DemoWorld.accountId)"
        table.title("Everything stays up until Ctrl-C. To play with:")
        table.line("  the links    curl -H 'Authorization: Bearer \(settings.apiToken)' \(account)/status")
        table.line("  the health   curl \(settings.publicBaseURL)/readyz")
        table.line("  the metrics  curl \(settings.publicBaseURL)/metrics")
        table.line("  the sandbox  curl \(sandboxURL)/control/state")
        table.line(
            "  a booking    curl \(sandboxURL)/control/kartra/accounts/\(DemoWorld.accountId)/bookings -d '"
                + #"{"calendarId":"77","classId":"310","lead":{"firstName":"Eve"},"#
                + #""sessions":[{"startsAt":"2030-05-06T09:00","durationMinutes":60}]}'"#)
    }

    private func waitForShutdown(of serving: ServiceGroup, in group: inout ThrowingTaskGroup<Void, any Error>)
        async throws
    {
        // The first of the tasks to end is the serving one, when a signal has come.
        try await group.next()
    }

    private static func freePort() throws -> Int {
        try LoopbackPort.free()
    }
}
