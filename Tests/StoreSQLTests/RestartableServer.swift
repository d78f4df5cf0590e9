import Foundation

@testable import StoreSQL

/// A PostgreSQL server for one test, by `Tests/postgres-server.sh`.
struct RestartableServer {
    struct ScriptFailed: Error {
        let action: String
        let status: Int32
    }

    let url: String
    private let folder: URL

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

    /// `start`, `stop`, `restart` or `kill`.
    func act(_ action: String) async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../postgres-server.sh")
        let folder = folder
        let status = try await Thread.run("postgres-server") {
            let process = Process()
            process.executableURL = script
            process.arguments = [action, folder.path]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus
        }
        if status != 0 { throw ScriptFailed(action: action, status: status) }
    }

    private func remove() async {
        try? await act("kill")
        try? FileManager.default.removeItem(at: folder)
    }
}
