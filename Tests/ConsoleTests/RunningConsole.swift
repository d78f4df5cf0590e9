import CalendarSync
import Foundation
import Hummingbird
import Logging
import OutboundHTTP
import ServiceLifecycle
import StoreSQL
import Testing
import TestSupport

@testable import Console

/// The API on a free port of the loopback interface, over a store of its own.
struct RunningConsole: Sendable {
    static let token = "an operator's token"
    static let publicBaseURL = "https://calsync.example"
    static let now = Date(timeIntervalSince1970: 1_796_000_000)

    let store: any Store
    let google: FakeGoogle
    let producer: FakeProducer
    let reader: FakeReader
    private let client: HTTPClient
    private let port: Int

    /// A path under account 42, with the operator's token unless another is given.
    func call(
        _ method: OutboundRequest.Method, _ path: String, _ body: String? = nil,
        token: String? = RunningConsole.token, account: String = "42"
    ) async throws -> Answer {
        try await request(
            method, "/api/v1/accounts/\(account)/\(path)", body,
            headers: token.map { ["Authorization": "Bearer \($0)"] } ?? [:])
    }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    func request(
        _ method: OutboundRequest.Method, _ path: String, _ body: String? = nil, headers: OutboundHeaders = [:]
    ) async throws -> Answer {
        Answer(
            response: try await client.send(
                OutboundRequest(
                    method, "http://127.0.0.1:\(port)\(path)", headers: headers, body: body.map { Array($0.utf8) })))
    }

    static func serving(
        keys: SecretKeys? = RunningConsole.keys, publicBaseURL: String = RunningConsole.publicBaseURL,
        now: @escaping @Sendable () -> Date = { RunningConsole.now },
        pipeline: PipelineStatus = PipelineStatus(), unlinkPatience: Duration = .seconds(20),
        accountTokens: [(accountId: String, token: String)] = [], offered: (any OfferedClasses)? = nil,
        livePace: LivePace = LivePace(look: .milliseconds(10), heartbeat: .milliseconds(200)),
        wrapping: (any SQLDatabase) -> any SQLDatabase = { $0 },
        test: (RunningConsole) async throws -> Void
    ) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("console-\(UUID().uuidString).db")
        let store = try await openStore(url: "sqlite:\(file.path)", wrapping: wrapping)
        try await serving(
            store, keys: keys, publicBaseURL: publicBaseURL, now: now, pipeline: pipeline,
            unlinkPatience: unlinkPatience, accountTokens: accountTokens, offered: offered, livePace: livePace,
            test: test)
        await store.close()
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: file.path + suffix)
        }
    }

    /// One replica of several on one store.
    static func serving(
        _ store: any Store, keys: SecretKeys? = RunningConsole.keys,
        publicBaseURL: String = RunningConsole.publicBaseURL,
        now: @escaping @Sendable () -> Date = { RunningConsole.now },
        pipeline: PipelineStatus = PipelineStatus(), unlinkPatience: Duration = .seconds(20),
        accountTokens: [(accountId: String, token: String)] = [], offered: (any OfferedClasses)? = nil,
        livePace: LivePace = LivePace(look: .milliseconds(10), heartbeat: .milliseconds(200)),
        test: (RunningConsole) async throws -> Void
    ) async throws {
        let google = FakeGoogle()
        let producer = FakeProducer()
        let reader = FakeReader()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let router = Router(context: ConsoleRequestContext.self)
        var configuration = ConsoleConfiguration(
            publicBaseURL: publicBaseURL, apiToken: token, accountTokens: accountTokens,
            pingSecret: PingSecret("ping secret"), unlinkPatience: unlinkPatience)
        configuration.livePace = livePace
        ConsoleAPI(
            configuration: configuration,
            store: store,
            google: google, producer: producer, reader: reader, topics: Topics(prefix: "t."), keys: keys,
            offered: offered,
            pipeline: { pipeline },
            now: now
        ).addRoutes(to: router)
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { listening.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [server], logger: logger))
        let client = try HTTPClient()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { listening.finish() }
                try await group.run()
            }
            do {
                for await port in ports {
                    try await test(
                        RunningConsole(
                            store: store, google: google, producer: producer, reader: reader, client: client, port: port
                        ))
                    break
                }
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        await client.shutdown()
    }

    static let keys = try? SecretKeys("k1:" + Data(repeating: 7, count: 32).base64EncodedString())
}

/// An answer, and its JSON by path.
struct Answer {
    let response: OutboundResponse

    var status: Int { response.status }
    var text: String { String(decoding: response.body, as: UTF8.self) }
    var errorCode: String? { self["error", "code"] as? String }
    var errorField: String? { self["error", "field"] as? String }

    subscript(path: String...) -> Any? {
        var value = try? JSONSerialization.jsonObject(with: Data(response.body))
        for name in path { value = (value as? [String: Any])?[name] }
        return value
    }

    func list(_ name: String) -> [[String: Any]] { self[name] as? [[String: Any]] ?? [] }
}
