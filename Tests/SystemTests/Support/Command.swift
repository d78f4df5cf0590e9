import Foundation

/// A program of the system, run to its end.
enum Command {
    struct Failed: Error, CustomStringConvertible {
        let program: String
        let status: Int32
        let output: String

        var description: String { "\(program) ended with \(status): \(output)" }
    }

    /// - Parameter input: what it reads from its standard input.
    /// - Returns: what it wrote to its standard output.
    @discardableResult
    static func run(_ program: String, _ arguments: [String], input: String? = nil) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            // Blocking on a thread of our own.
            Thread {
                continuation.resume(with: Result { try blocking(program, arguments, input) })
            }.start()
        }
    }

    private static func blocking(_ program: String, _ arguments: [String], _ input: String?) throws -> String {
        let folder = FileManager.default.temporaryDirectory
        let outputURL = folder.appending(path: UUID().uuidString)
        let inputURL = folder.appending(path: UUID().uuidString)
        defer { for url in [outputURL, inputURL] { try? FileManager.default.removeItem(at: url) } }
        try Data((input ?? "").utf8).write(to: inputURL)
        try Data().write(to: outputURL)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardInput = try FileHandle(forReadingFrom: inputURL)
        process.standardOutput = try FileHandle(forWritingTo: outputURL)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let output = String(decoding: try Data(contentsOf: outputURL), as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw Failed(program: program, status: process.terminationStatus, output: output)
        }
        return output
    }
}
