import Foundation

/// A process of calsync that goes on until it is stopped or killed.
final class Daemon: @unchecked Sendable {
    // Foundation's Process is used by one test at a time.
    private let process = Process()
    private let output: URL

    init(_ arguments: [String], environment: [String: String] = [:], folder: URL) throws {
        output = folder.appending(path: "\(arguments[0])-\(UUID().uuidString).log")
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

    /// Asks it to end.
    /// - Returns: its exit status.
    func terminate() -> Int32 {
        askToEnd()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
