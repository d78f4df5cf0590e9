import CalendarSync
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import ServiceLifecycle
import Synchronization

/// A server that answers as Google's token endpoint and calendar list do, by a script.
final class ScriptedGoogle: Sendable {
    typealias Answer = (status: Int, body: String)

    private struct State {
        var answers: [String: [Answer]] = [:]
        var requests: [String] = []
    }

    private let state = Mutex(State())

    /// Answers to a path, one after the other; the last stays.
    func script(_ path: String, _ answers: Answer...) {
        state.withLock { $0.answers[path] = answers }
    }

    /// Path, query and body of each request, and its authorization.
    var requests: [String] { state.withLock(\.requests) }

    private func answer(_ request: Request, body: String) -> Response {
        let answer = state.withLock { state -> Answer in
            state.requests.append(
                "\(request.uri.string) \(request.headers[.authorization] ?? "") \(body)")
            guard let first = state.answers[request.uri.path]?.first else { return (404, "") }
            if let answers = state.answers[request.uri.path], answers.count > 1 {
                state.answers[request.uri.path] = Array(answers.dropFirst())
            }
            return first
        }
        return Response(
            status: HTTPResponse.Status(code: answer.status), headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: answer.body)))
    }

    /// An ID token as Google makes them; nobody checks the signature of one that came over TLS.
    static func idToken(subject: String, email: String, audience: String) -> String {
        let claims = #"{"sub":"\#(subject)","email":"\#(email)","aud":"\#(audience)"}"#
        return ["{}", claims, "signature"].map { Base64URL.encode(Data($0.utf8)) }.joined(separator: ".")
    }

    /// Serves while `test` runs, which is told the base of all addresses.
    func serving(_ test: (String) async throws -> Void) async throws {
        let router = Router()
        router.get("**") { [self] request, _ in answer(request, body: "") }
        router.post("**") { [self] request, _ in
            answer(request, body: String(buffer: try await request.body.collect(upTo: 65_536)))
        }
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { listening.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [server], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { listening.finish() }
                try await group.run()
            }
            do {
                for await port in ports {
                    try await test("http://127.0.0.1:\(port)")
                    break
                }
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
