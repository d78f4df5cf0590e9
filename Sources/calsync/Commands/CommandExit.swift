import ArgumentParser
import Foundation
import Kafka
import NIOCore
import StoreSQL

/// How commands end, after sysexits(3).
enum CommandExit {
    /// A dependency was not reachable within the start deadline.
    static let unavailable = ExitCode(69)
    static let wrongConfiguration = ExitCode(78)

    /// What to say of an error, and with what status to end; nil: as ArgumentParser does.
    static func explain(_ error: any Error) -> (text: String, status: ExitCode)? {
        switch error {
        case let error as ConfigurationError:
            ("\(error)\n`calsync doctor` checks everything and says what to fix.", wrongConfiguration)
        case let error as UnreachableDependency: ("\(error)", unavailable)
        case let error as StoreSetupError: ("\(error)", wrongConfiguration)
        case let error as KafkaError: ("Kafka: \(error)", error.isRetriable ? unavailable : wrongConfiguration)
        case let error as IOError where error.errnoCode == EADDRINUSE:
            (
                "The port is taken by another program: choose another one (--http-port, --port, --sandbox-port).",
                wrongConfiguration
            )
        default: nil
        }
    }
}
