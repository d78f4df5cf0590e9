import OutboundHTTP
import Testing
import TestSupport

/// Against nghttpd (Debian: nghttp2-server).
@Suite(.timeLimit(.minutes(1)))
struct HTTPClientHTTP2Tests {
    private func client(trusting caFile: String?, maxConnectionsPerHost: Int = 4, maxResponseBytes: Int = 1 << 20)
        throws -> HTTPClient
    {
        var configuration = HTTPClientConfiguration()
        configuration.caFile = caFile
        configuration.maxConnectionsPerHost = maxConnectionsPerHost
        configuration.maxResponseBytes = maxResponseBytes
        return try HTTPClient(configuration: configuration)
    }

    @Test func rejectsACertificateNobodyVouchesFor() async throws {
        let server = try await HTTP2Server(files: ["a": [65]])
        let client = try client(trusting: nil)
        await #expect(throws: OutboundHTTPError.tlsFailed(.certificateRejected)) {
            try await client.send(OutboundRequest(.get, "https://localhost:\(server.port)/a"))
        }
    }

    @Test func rejectsACertificateForAnotherName() async throws {
        let server = try await HTTP2Server(files: ["a": [65]])
        let client = try client(trusting: server.certificateFile)
        await #expect(throws: OutboundHTTPError.tlsFailed(.certificateRejected)) {
            try await client.send(OutboundRequest(.get, "https://127.0.0.1:\(server.port)/a"))
        }
    }

    @Test func tellsThatItsTrustFileIsMissing() async throws {
        let server = try await HTTP2Server(files: ["a": [65]])
        let client = try client(trusting: server.certificateFile + ".missing")
        await #expect(throws: OutboundHTTPError.tlsFailed(.trustStoreUnreadable)) {
            try await client.send(OutboundRequest(.get, "https://localhost:\(server.port)/a"))
        }
    }

    @Test func speaksHTTP2WithAServerItsTrustFileVouchesFor() async throws {
        let server = try await HTTP2Server(files: ["a": [65]])
        let client = try client(trusting: server.certificateFile)
        let response = try await client.send(OutboundRequest(.get, "https://localhost:\(server.port)/a"))
        #expect(response.status == 200)
        #expect(response.httpVersion == .http2)
        #expect(response.body == [65])
    }

    @Test func sharesAFewConnectionsAmongManyRequests() async throws {
        let server = try await HTTP2Server(files: ["a": [65]])
        let client = try client(trusting: server.certificateFile, maxConnectionsPerHost: 2)
        let url = "https://localhost:\(server.port)/a"
        try await withThrowingTaskGroup(of: OutboundResponse.self) { group in
            for _ in 0..<50 {
                group.addTask { try await client.send(OutboundRequest(.get, url)) }
            }
            for try await response in group { #expect(response.body == [65]) }
        }
        #expect(await eventually { server.received("HEADERS") == 50 })
        #expect((1...2).contains(server.connections.count))
    }

    @Test func endingOneRequestLeavesTheConnectionToTheOthers() async throws {
        let server = try await HTTP2Server(files: ["a": [65], "large": Array(repeating: 66, count: 8 << 20)])
        let client = try client(trusting: server.certificateFile, maxConnectionsPerHost: 1, maxResponseBytes: 100_000)
        let url = "https://localhost:\(server.port)/"
        await #expect(throws: OutboundHTTPError.responseTooLarge(limit: 100_000)) {
            try await client.send(OutboundRequest(.get, url + "large"))
        }
        #expect(try await client.send(OutboundRequest(.get, url + "a")).body == [65])
        #expect(await eventually { server.received("RST_STREAM") == 1 })
        #expect(server.connections.count == 1)
    }
}
