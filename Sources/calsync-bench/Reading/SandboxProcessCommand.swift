import ArgumentParser
import Foundation
import Logging
import Sandbox
import ServiceLifecycle

/// The sandbox apart from what is measured; prints where it is.
struct SandboxProcessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sandbox", shouldDisplay: false)

    func run() async throws {
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        let server = try SandboxServer(logger: Logger(label: "sandbox"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            FileHandle.standardOutput.write(Data("\(try await server.baseURL)\n".utf8))
            try await group.waitForAll()
        }
    }
}
