import OutboundHTTP
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(1)))
struct HTTPClientLimitTests {
    private func client(_ change: (inout HTTPClientConfiguration) -> Void) throws -> HTTPClient {
        var configuration = HTTPClientConfiguration()
        change(&configuration)
        return try HTTPClient(configuration: configuration)
    }

    @Test func neverHasMoreRequestsUnderWayThanAllowed() async throws {
        let visits = Visits()
        let client = try client {
            $0.maxInFlight = 5
            $0.maxConnectionsPerHost = 50
        }
        try await withLocalServer(TestRoutes.router(visits: visits)) { baseURL in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<40 {
                    group.addTask { try await client.send(OutboundRequest(.get, baseURL + "/pause/20")).status }
                }
                for try await status in group { #expect(status == 200) }
            }
        }
        #expect(visits.counts.total == 40)
        #expect(visits.counts.mostInside == 5)
    }

    @Test func opensNoMoreConnectionsToAHostThanAllowed() async throws {
        let visits = Visits()
        let client = try client { $0.maxConnectionsPerHost = 3 }
        try await withLocalServer(TestRoutes.router(visits: visits)) { baseURL in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<30 {
                    group.addTask { try await client.send(OutboundRequest(.get, baseURL + "/pause/20")).status }
                }
                for try await status in group { #expect(status == 200) }
            }
        }
        #expect(visits.counts.mostInside == 3)
    }

    @available(macOS 26, *)
    @Test func servesWaitingRequestsInTheirOrder() async throws {
        let visits = Visits()
        let client = try client { $0.maxInFlight = 1 }
        let names = (0..<20).map { "\($0)" }
        try await withLocalServer(TestRoutes.router(visits: visits)) { baseURL in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for name in names {
                    // An immediate task has reached its first suspension, behind the posting, when the next one starts.
                    group.addImmediateTask {
                        _ = try await client.send(OutboundRequest(.get, baseURL + "/pause/1?name=\(name)"))
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(visits.counts.names == names)
    }

    @Test func aDeadlineRunsWhileWaitingForASlot() async throws {
        let visits = Visits()
        let client = try client { $0.maxInFlight = 1 }
        try await withHangingRequests(1, to: visits, by: client) { baseURL in
            await #expect(throws: OutboundHTTPError.timedOut) {
                try await client.send(
                    OutboundRequest(.get, baseURL + "/echo/x", timeout: .milliseconds(150)))
            }
        }
        #expect(visits.counts.total == 1)
    }

    @Test func aDeadlineRunsWhileWaitingForAConnection() async throws {
        let visits = Visits()
        let client = try client { $0.maxConnectionsPerHost = 1 }
        try await withHangingRequests(1, to: visits, by: client) { baseURL in
            await #expect(throws: OutboundHTTPError.timedOut) {
                try await client.send(
                    OutboundRequest(.get, baseURL + "/echo/x", timeout: .milliseconds(150)))
            }
        }
    }

    @Test func aWaitingRequestCanBeCancelled() async throws {
        let visits = Visits()
        let client = try client { $0.maxInFlight = 1 }
        try await withHangingRequests(1, to: visits, by: client) { baseURL in
            let waiting = Task { try await client.send(OutboundRequest(.get, baseURL + "/pause/1")) }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
        }
        #expect(visits.counts.total == 1)
    }

    @Test func aDeadlineEndsARequestTheServerSitsOn() async throws {
        let visits = Visits()
        let client = try client { _ in }
        try await withLocalServer(TestRoutes.router(visits: visits)) { baseURL in
            let start = ContinuousClock.now
            await #expect(throws: OutboundHTTPError.timedOut) {
                try await client.send(OutboundRequest(.get, baseURL + "/hang", timeout: .milliseconds(300)))
            }
            let elapsed = ContinuousClock.now - start
            #expect(elapsed >= .milliseconds(300))
            #expect(elapsed < .seconds(10))
            #expect(await eventually { visits.counts.disconnected == 1 })
        }
    }

    @Test func aDeadlineEndsASilentTLSHandshake() async throws {
        let listener = try RawListener(.silent)
        let client = try client { _ in }
        await #expect(throws: OutboundHTTPError.timedOut) {
            try await client.send(
                OutboundRequest(.get, "https://127.0.0.1:\(listener.port)/", timeout: .milliseconds(200)))
        }
    }

    @Test func connectingHasALimitOfItsOwn() async throws {
        let listener = try RawListener(.silent)
        let client = try client { $0.connectTimeout = .milliseconds(200) }
        await #expect(throws: OutboundHTTPError.timedOut) {
            try await client.send(
                OutboundRequest(.get, "https://127.0.0.1:\(listener.port)/", timeout: .seconds(3600)))
        }
    }

    @Test func aBodyOfExactlyTheLimitIsTaken() async throws {
        let client = try client { $0.maxResponseBytes = 100_000 }
        try await withLocalServer(TestRoutes.router()) { baseURL in
            let response = try await client.send(OutboundRequest(.get, baseURL + "/bytes/100000"))
            #expect(response.body.count == 100_000)
        }
    }

    @Test func aBodyOverTheLimitIsRefused() async throws {
        let client = try client { $0.maxResponseBytes = 100_000 }
        try await withLocalServer(TestRoutes.router()) { baseURL in
            await #expect(throws: OutboundHTTPError.responseTooLarge(limit: 100_000)) {
                try await client.send(OutboundRequest(.get, baseURL + "/bytes/100001"))
            }
        }
    }

    @Test func theLimitCountsUnzippedBytes() async throws {
        let folder = try TemporaryFolder()
        let gzipped = try Command.run("sh", ["-c", "head -c 1000000 /dev/zero | gzip -c"], in: folder.url)
        #expect(gzipped.count < 10_000)
        let client = try client { $0.maxResponseBytes = 100_000 }
        try await withLocalServer(TestRoutes.router(gzipped: gzipped)) { baseURL in
            await #expect(throws: OutboundHTTPError.responseTooLarge(limit: 100_000)) {
                try await client.send(OutboundRequest(.get, baseURL + "/gzip"))
            }
        }
    }

    /// Runs the closure while this many requests occupy the client, then cancels them.
    private func withHangingRequests(
        _ count: Int, to visits: Visits, by client: HTTPClient, _ body: (_ baseURL: String) async throws -> Void
    ) async throws {
        try await withLocalServer(TestRoutes.router(visits: visits)) { baseURL in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<count {
                    group.addTask {
                        await #expect(throws: CancellationError.self) {
                            try await client.send(OutboundRequest(.get, baseURL + "/hang"))
                        }
                    }
                }
                #expect(await eventually { visits.counts.inside == count })
                try await body(baseURL)
                group.cancelAll()
            }
        }
    }
}
