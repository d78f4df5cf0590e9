import ArgumentParser
import Logging

/// Checks configuration, broker, store and endpoints.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Checks configuration, broker, store and endpoints, and says what to fix.")

    @OptionGroup var arguments: SettingsArguments

    func run() async throws {
        var loader = try await arguments.loader()
        let settings: Settings
        do {
            settings = try loader.load()
        } catch let error as ConfigurationError {
            for problem in error.problems { report(Finding(problem.key.rawValue, .bad, problem.text)) }
            print("\nMend these first; the rest is checked then.")
            throw CommandExit.wrongConfiguration
        }
        report(
            Finding(
                "configuration", .good,
                "complete for \(settings.roles.map(\.rawValue).sorted().joined(separator: ", "))"))
        var logger = Logger(label: "calsync.doctor")
        logger.logLevel = .critical
        let findings = await Examination(settings: settings, logger: logger).findings()
        findings.forEach(report)
        if findings.contains(where: { $0.verdict == .bad }) { throw CommandExit.unavailable }
    }

    private func report(_ finding: Finding) {
        let name = finding.name + String(repeating: " ", count: max(0, 24 - finding.name.count))
        print("\(finding.verdict.rawValue) \(name)\(finding.text)")
        if !finding.remedy.isEmpty { print("  \(String(repeating: " ", count: 24))→ \(finding.remedy)") }
    }
}
