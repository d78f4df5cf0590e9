import Foundation

/// Runs a script of the folder `Python` with the interpreter that `CALSYNC_TEST_PYTHON` names.
enum PythonScript {
    struct Outcome: Sendable {
        let status: Int32
        let output: String
    }

    static var interpreter: String? {
        ProcessInfo.processInfo.environment["CALSYNC_TEST_PYTHON"].flatMap {
            FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil
        }
    }

    /// Waits on a thread of its own for the script to end; standard error is part of the output.
    static func run(_ name: String, arguments: [String]) async throws -> Outcome {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Python").appending(path: name)
        let executable = interpreter ?? ""
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                let process = Process()
                process.executableURL = URL(filePath: executable)
                process.arguments = [script.path] + arguments
                let pipe = Pipe()
                process.standardOutput = pipe
                process.standardError = pipe
                do {
                    try process.run()
                    let output = pipe.fileHandleForReading.readDataToEndOfFile()
                    process.waitUntilExit()
                    continuation.resume(
                        returning: Outcome(
                            status: process.terminationStatus, output: String(decoding: output, as: UTF8.self)))
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }
}
