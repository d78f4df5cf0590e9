import OutboundHTTP
import Testing

@testable import Receiver

@Suite struct HealthControllerTests {
    struct Down: Error {}

    private func serving(
        _ checks: [HealthCheck], deadline: Duration = .seconds(2), test: (RunningServer) async throws -> Void
    ) async throws {
        try await RunningServer.serving { router in
            HealthController(checks: checks, deadline: deadline, metricsText: { "up 1\n" }).addRoutes(to: router)
        } test: {
            try await test($0)
        }
    }

    private func text(_ response: OutboundResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test func aProcessIsReadyWhenEveryCheckPasses() async throws {
        try await serving([HealthCheck("store") {}, HealthCheck("kafka") {}]) { server in
            let response = try await server.get("/readyz")
            #expect(response.status == 200)
            #expect(text(response) == #"{"checks":{"kafka":"ok","store":"ok"},"status":"ready"}"#)
        }
    }

    @Test func oneCheckThatFailsOrHangsMakesItNotReadyButItIsAlive() async throws {
        // Ends when it is cancelled, which the deadline does.
        let hanging = HealthCheck("kafka") { try await Task.sleep(for: .seconds(3_600)) }
        let failing = HealthCheck("store") { throw Down() }
        try await serving([failing, hanging, HealthCheck("google") {}], deadline: .milliseconds(50)) { server in
            let response = try await server.get("/readyz")
            #expect(response.status == 503)
            #expect(
                text(response)
                    == #"{"checks":{"google":"ok","kafka":"timed_out","store":"failed"},"status":"not_ready"}"#)
            let status = try await server.get("/livez").status
            #expect(status == 200)
        }
    }

    @Test func whatIsOnlyToldTakesNobodyOutOfService() async throws {
        let google = HealthCheck("google_token", isEssential: false) { throw Down() }
        try await serving([google, HealthCheck("store") {}]) { server in
            let response = try await server.get("/readyz")
            #expect(response.status == 200)
            #expect(text(response) == #"{"checks":{"google_token":"failed","store":"ok"},"status":"ready"}"#)
        }
    }

    @Test func theMetricsAreTextOfPrometheus() async throws {
        try await serving([]) { server in
            let response = try await server.get("/metrics")
            #expect(response.status == 200)
            #expect(response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(text(response) == "up 1\n")
        }
    }
}
