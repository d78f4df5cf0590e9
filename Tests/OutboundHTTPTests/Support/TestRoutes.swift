import HTTPTypes
import Hummingbird
import NIOCore

/// A server's behaviours, good and bad, by path.
enum TestRoutes {
    static func router(visits: Visits = Visits(), gzipped: [UInt8] = []) -> Router<BasicRequestContext> {
        let router = Router()
        for method in [HTTPRequest.Method.get, .post, .put, .delete] {
            router.on("echo/**", method: method) { request, _ in try await echo(request) }
        }
        router.get("pause/:milliseconds") { request, context in
            visits.enter(request.uri.queryParameters["name"].map(String.init) ?? "")
            defer { visits.leave() }
            try await Task.sleep(for: .milliseconds(context.parameters.require("milliseconds", as: Int.self)))
            return "done"
        }
        router.get("bytes/:count") { _, context in
            let count = try context.parameters.require("count", as: Int.self)
            return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(repeating: 0x78, count: count)))
        }
        router.get("gzip") { _, _ in
            Response(
                status: .ok, headers: [.contentEncoding: "gzip"], body: .init(byteBuffer: ByteBuffer(bytes: gzipped)))
        }
        router.get("redirect") { _, _ in
            Response(status: .found, headers: [.location: "/echo/elsewhere"])
        }
        router.get("hang") { request, _ in
            visits.enter()
            do {
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    try await Task.sleep(for: .seconds(3600))
                }
            } catch {
                visits.leave(byDisconnecting: true)
                throw error
            }
            return Response(status: .ok)
        }
        return router
    }

    /// Everything that arrived, one line a header, then the body.
    private static func echo(_ request: Request) async throws -> Response {
        var lines = ["\(request.method.rawValue) \(request.uri.string)"]
        lines += request.headers.map { "\($0.name.rawName.lowercased()): \($0.value)" }
        let body = try await request.body.collect(upTo: 1 << 20)
        return Response(
            status: .ok, headers: [.server: "echo"],
            body: .init(byteBuffer: ByteBuffer(string: lines.joined(separator: "\n") + "\n\n" + String(buffer: body))))
    }
}
