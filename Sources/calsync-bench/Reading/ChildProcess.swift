import Foundation

/// This program once more, in a process of its own that prints one line.
final class ChildProcess: @unchecked Sendable {
    // `process` is started in init and only ended afterwards, which Foundation lets any thread do.
    private let process = Process()
    private let output = Pipe()

    struct Silent: Error {}

    init(_ arguments: [String]) throws {
        process.executableURL = Bundle.main.executableURL
        process.arguments = arguments
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    /// Waits for the line, on a thread of its own.
    func line() async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread { [output] in
                var data = Data()
                while !data.contains(UInt8(ascii: "\n")) {
                    let more = output.fileHandleForReading.availableData
                    guard !more.isEmpty else { return continuation.resume(throwing: Silent()) }
                    data += more
                }
                continuation.resume(returning: String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines))
            }.start()
        }
    }

    func terminate() {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }
}
