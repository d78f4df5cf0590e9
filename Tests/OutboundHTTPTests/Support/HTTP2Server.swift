import Foundation
import Glibc
import TestSupport

/// nghttpd with TLS on a free loopback port, serving files, its log of frames in a file. Ends with its owner.
/// The certificate names `localhost` and nothing else, and signs itself.
final class HTTP2Server {
    let port: Int
    let certificateFile: String
    private let folder: TemporaryFolder
    private let process: Process
    private let logFile: URL

    /// `files` are served under their names.
    init(files: [String: [UInt8]]) async throws {
        folder = try TemporaryFolder()
        logFile = folder.url.appending(path: "log")
        try Command.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=DNS:localhost",
            ], in: folder.url)
        certificateFile = folder.url.appending(path: "cert.pem").path
        let root = folder.url.appending(path: "root")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        for (name, bytes) in files { try Data(bytes).write(to: root.appending(path: name)) }

        // nghttpd does not tell which port it got, so it is given one that is free right now.
        port = try RawListener(.silent).closeAndKeepPort()
        try Data().write(to: logFile)
        process = Process()
        process.executableURL = try Command.find("nghttpd")
        process.arguments = ["-v", "-a", "127.0.0.1", "-d", root.path, "\(port)", "key.pem", "cert.pem"]
        process.currentDirectoryURL = folder.url
        process.standardOutput = try FileHandle(forWritingTo: logFile)
        process.standardError = FileHandle.nullDevice
        try process.run()
        guard await eventually({ log.contains("listen") }) else {
            kill(process.processIdentifier, SIGKILL)
            throw LocalServerError.didNotStart
        }
    }

    deinit {
        // Started from a thread that blocks signals, it has inherited the mask and would not see SIGTERM.
        kill(process.processIdentifier, SIGKILL)
    }

    var log: String { (try? String(contentsOf: logFile, encoding: .utf8)) ?? "" }

    /// Connections that carried at least one frame.
    var connections: Set<String> {
        Set(log.matches(of: /\[id=(\d+)\]/).map { String($0.output.1) })
    }

    /// How many frames of this kind, such as `RST_STREAM`, the client sent.
    func received(_ frame: String) -> Int {
        log.matches(of: /recv (\w+) frame/).count { $0.output.1 == frame }
    }
}
