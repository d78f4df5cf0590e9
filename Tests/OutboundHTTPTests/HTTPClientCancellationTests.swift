import OutboundHTTP
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(1)))
struct HTTPClientCancellationTests {
    @Test func cancellingATaskClosesItsConnection() async throws {
        let visits = Visits()
        let client = try HTTPClient()
        try await withLocalServer(TestRoutes.router(visits: visits)) { baseURL in
            let task = Task { try await client.send(OutboundRequest(.get, baseURL + "/hang")) }
            #expect(await eventually { visits.counts.inside == 1 })
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(await eventually { visits.counts.disconnected == 1 })
        }
    }

    @Test func aCancelledTaskSendsNothing() async throws {
        let visits = Visits()
        let client = try HTTPClient()
        try await withLocalServer(TestRoutes.router(visits: visits)) { baseURL in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await client.send(OutboundRequest(.get, baseURL + "/pause/1"))
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            // A later request has been answered, so an earlier one would have arrived by now.
            _ = try await client.send(OutboundRequest(.get, baseURL + "/pause/1"))
        }
        #expect(visits.counts.total == 1)
    }

    @Test func cancelledRequestsMakeRoomForThoseThatWait() async throws {
        let visits = Visits()
        var configuration = HTTPClientConfiguration()
        configuration.maxConnectionsPerHost = 2
        let client = try HTTPClient(configuration: configuration)
        try await withLocalServer(TestRoutes.router(visits: visits)) { baseURL in
            let hanging = (0..<2).map { _ in Task { try await client.send(OutboundRequest(.get, baseURL + "/hang")) } }
            #expect(await eventually { visits.counts.inside == 2 })
            let waiting = Task { try await client.send(OutboundRequest(.get, baseURL + "/echo/x")) }
            hanging.forEach { $0.cancel() }
            let response = try await waiting.value
            #expect(response.status == 200)
        }
    }

    @Test func aThousandRequestsHalfOfThemCancelledEndAsTheyShould() async throws {
        let client = try HTTPClient()
        try await withLocalServer(TestRoutes.router()) { baseURL in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<1000 {
                    group.addTask {
                        let task = Task { try await client.send(OutboundRequest(.get, baseURL + "/echo/\(number)")) }
                        if number.isMultiple(of: 2) {
                            for _ in 0..<(number % 7) { await Task.yield() }
                            task.cancel()
                        }
                        do {
                            let response = try await task.value
                            #expect(String(decoding: response.body, as: UTF8.self).hasPrefix("GET /echo/\(number)\n"))
                        } catch is CancellationError {
                            #expect(number.isMultiple(of: 2))
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func shutdownFailsWhatIsUnderWayAndWhatComesLater() async throws {
        let visits = Visits()
        let client = try HTTPClient()
        try await withLocalServer(TestRoutes.router(visits: visits)) { baseURL in
            let task = Task { try await client.send(OutboundRequest(.get, baseURL + "/hang")) }
            #expect(await eventually { visits.counts.inside == 1 })
            await client.shutdown()
            await #expect(throws: OutboundHTTPError.shutDown) { try await task.value }
            #expect(await eventually { visits.counts.disconnected == 1 })
            await #expect(throws: OutboundHTTPError.shutDown) {
                try await client.send(OutboundRequest(.get, baseURL + "/echo/x"))
            }
            await client.shutdown()
        }
    }
}
