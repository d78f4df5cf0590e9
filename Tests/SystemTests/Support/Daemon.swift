import Foundation
import Testing

/// A process of calsync that goes on until it is stopped or killed.
final class Daemon: @unchecked Sendable {
    // Foundation's Process is used by one test at a time.
    private let process = Process()
    private let name: String
    private let output: URL

    init(_ arguments: [String], environment: [String: String] = [:], folder: URL) throws {
        name = arguments[0]
        output = folder.appending(path: "\(name)-\(UUID().uuidString).log")
        try Data().write(to: output)
        process.executableURL = Self.executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, given in given }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = process.standardOutput
        try process.run()
    }

    /// `calsync` stands beside the test bundle.
    private static var executable: URL {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "calsync")
    }

    var log: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }
    var isRunning: Bool { process.isRunning }
    /// How it ended; only once it has.
    var status: Int32 { process.terminationStatus }
    /// By `kill -9`, and not by an error of its own; only once it has ended.
    var wasKilled: Bool { process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL }

    /// `kill -9`
    func kill() {
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// Stops it in its tracks, as a machine does that hangs.
    func suspend() { Foundation.kill(process.processIdentifier, SIGSTOP) }
    func resume() { Foundation.kill(process.processIdentifier, SIGCONT) }

    /// SIGTERM
    func askToEnd() { process.terminate() }

    /// Asks it to end; who does not is killed, and that is an issue.
    /// - Returns: its exit status.
    func terminate() async -> Int32 {
        askToEnd()
        do {
            try await Eventually.value("the end of \(name)", within: .seconds(60)) { isRunning ? nil : true }
        } catch {
            Issue.record("\(error)\n\(log)")
            kill()
        }
        return status
    }
}
