import Hummingbird
import OutboundHTTP
import ServiceLifecycle
import Testing

@testable import Receiver

@Suite struct HTTPServerTests {
    /// Reads the whole body and answers with its length.
    private func echo(_ router: Router<BasicRequestContext>) {
        router.post("/echo") { request, _ in
            "read \(try await request.body.collect(upTo: 1_000_000).readableBytes)"
        }
    }

    @Test(arguments: [
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Le",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf", "",
    ])
    func halfARequestIsClosed(half: String) async throws {
        try await RunningServer.serving(readTimeout: .milliseconds(200), echo) { server in
            let connection = try RawConnection(port: server.port)
            try connection.send(half)
            let answer = await connection.read(within: .seconds(10))
            #expect(answer == "")
        }
    }

    @Test func aBodyThatTricklesInIsClosedThoughItNeverFallsSilent() async throws {
        try await RunningServer.serving(readTimeout: .milliseconds(400), echo) { server in
            let connection = try RawConnection(port: server.port)
            try connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
            let trickle = Task {
                while !Task.isCancelled {
                    try connection.send("x")
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
            let answer = await connection.read(within: .seconds(10))
            trickle.cancel()
            #expect(answer == "")
        }
    }

    @Test func aKeptConnectionServesRequestAfterRequest() async throws {
        try await RunningServer.serving(echo) { server in
            let connection = try RawConnection(port: server.port)
            for body in ["one", "three", "seven.."] {
                try connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count)\r\n\r\n\(body)")
                let answer = try #require(
                    await connection.read(within: .seconds(10)) { $0.hasSuffix("read \(body.count)") })
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
            }
        }
    }

    @Test func aRequestUnderWayIsAnsweredDuringGracefulShutdown() async throws {
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        try await RunningServer.serving { router in
            router.post("/slow") { _, _ in
                begin.yield()
                for await _ in released { break }
                return "done"
            }
        } test: { server in
            async let answer = server.post("/slow")
            for await _ in begun { break }
            await server.group.triggerGracefulShutdown()
            release.yield()
            let status = try await answer.status
            #expect(status == 200)
        }
    }
}
