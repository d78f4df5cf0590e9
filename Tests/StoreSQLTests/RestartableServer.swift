import Foundation

@testable import StoreSQL

/// A PostgreSQL server for one test, by `Tests/postgres-server.sh`.
struct RestartableServer {
    struct ScriptFailed: Error {
        let action: String
        let status: Int32
    }

    let url: String
    let folder: URL

    static func run(_ body: (RestartableServer) async throws -> Void) async throws {
        // Not under a folder of ours: the server's user must be able to go there. The path of a socket is short.
        let folder = URL(filePath: "/tmp/calsync-\(UUID().uuidString.prefix(8))")
        let server = RestartableServer(
            url: "postgres://calsync:calsync-tests@/postgres?pool=4&host=\(folder.path)", folder: folder)
        do {
            try await server.act("start")
            try await body(server)
        } catch {
            await server.remove()
            throw error
        }
        await server.remove()
    }

    /// `start`, `stop`, `restart`, `kill` or `tls`; returns what is printed. Why it failed is in the tests' own output.
    @discardableResult
    func act(_ action: String) async throws -> String {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../postgres-server.sh")
        let folder = folder
        return try await Thread.run("postgres-server") {
            let process = Process()
            process.executableURL = script
            process.arguments = [action, folder.path]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                throw ScriptFailed(action: action, status: process.terminationStatus)
            }
            // A line, which the pipe held meanwhile; its end may be open in the server.
            return String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        }
    }

    private func remove() async {
        _ = try? await act("kill")
        try? FileManager.default.removeItem(at: folder)
        try? FileManager.default.removeItem(atPath: folder.path + ".crt")
    }
}
