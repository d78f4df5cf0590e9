import HTTPTypes
public import Hummingbird
import Logging

/// `GET /livez`, `/readyz` and `/metrics`: what an orchestrator and a monitoring system ask. Why a check failed is logged,
/// not answered.
public struct HealthController: Sendable {
    private let checks: [HealthCheck]
    private let deadline: Deadline
    private let metricsText: @Sendable () -> String

    /// - Parameters:
    ///   - deadline: what each check may take; all run at once.
    ///   - metricsText: Prometheus' text format 0.0.4.
    public init(
        checks: [HealthCheck], deadline: Duration = .seconds(2), clock: any Clock<Duration> = ContinuousClock(),
        metricsText: @escaping @Sendable () -> String
    ) {
        self.checks = checks
        self.deadline = Deadline(limit: deadline, clock: clock)
        self.metricsText = metricsText
    }

    public func addRoutes(to router: Router<some RequestContext>) {
        router.get("/livez") { _, _ in Response(json: ["status": "alive"], status: .ok) }
        router.get("/readyz") { _, context in
            let report = await report(context.logger)
            return Response(json: report, status: report.status == .ready ? .ok : .serviceUnavailable)
        }
        router.get("/metrics") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: metricsText())))
        }
    }

    private func report(_ logger: Logger) async -> HealthReport {
        await withTaskGroup(of: (String, HealthReport.Outcome).self) { group in
            for check in checks {
                group.addTask { (check.name, await outcome(of: check, logger)) }
            }
            var outcomes: [String: HealthReport.Outcome] = [:]
            for await (name, outcome) in group { outcomes[name] = outcome }
            return HealthReport(
                outcomes, informative: Set(checks.filter { !$0.isEssential }.map(\.name)))
        }
    }

    private func outcome(of check: HealthCheck, _ logger: Logger) async -> HealthReport.Outcome {
        do {
            try await deadline.run(check.run)
            return .ok
        } catch is Deadline.Passed {
            logger.warning("health check timed out", metadata: ["check": "\(check.name)"])
            return .timedOut
        } catch {
            logger.warning("health check failed", metadata: ["check": "\(check.name)", "error": "\(error)"])
            return .failed
        }
    }
}
