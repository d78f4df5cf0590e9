import Foundation

/// A program of the system, looked up where distributions put them.
enum Command {
    enum Failure: Error {
        case notInstalled(String)
        case failed(String, status: Int32)
    }

    static func find(_ name: String) throws -> URL {
        let folders = ["/usr/bin", "/usr/sbin", "/bin", "/usr/local/bin", "/opt/homebrew/bin"]
        guard
            let path = folders.map({ "\($0)/\(name)" }).first(where: FileManager.default.isExecutableFile(atPath:))
        else { throw Failure.notInstalled(name) }
        return URL(filePath: path)
    }

    /// Runs it to its end and gives its standard output.
    @discardableResult
    static func run(_ name: String, _ arguments: [String], in folder: URL) throws -> [UInt8] {
        let process = Process()
        process.executableURL = try find(name)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure.failed(name, status: process.terminationStatus)
        }
        return [UInt8](data)
    }
}
