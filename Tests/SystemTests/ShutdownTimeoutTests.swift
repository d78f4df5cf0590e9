import Foundation
import Testing

@testable import calsync

/// `SHUTDOWN_TIMEOUT_SECONDS` beside Kafka's own patience.
@Suite struct ShutdownTimeoutTests {
    /// - Parameter properties: what stands in `KAFKA_PROPERTIES_FILE`; nil: there is none.
    /// - Returns: what is wrong; empty: nothing is.
    private func problems(_ seconds: Int, _ properties: String? = nil) async throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).properties")
        defer { try? FileManager.default.removeItem(at: file) }
        var arguments = ["--roles", "scheduler", "--shutdown-timeout-seconds", String(seconds)]
        if let properties {
            try Data(properties.utf8).write(to: file)
            arguments += ["--kafka-properties-file", file.path]
        }
        var loader = try await SettingsLoader(arguments: arguments, file: nil)
        do {
            #expect(try loader.load().shutdownTimeout == .seconds(seconds))
            return []
        } catch let error as ConfigurationError {
            return error.problems.map(\.description)
        }
    }

    @Test func itIsBelowWhatKafkaWaitsForAMember() async throws {
        let said =
            "SHUTDOWN_TIMEOUT_SECONDS: must be below Kafka's max.poll.interval.ms, which is 300000: choose less, or "
            + "raise that in KAFKA_PROPERTIES_FILE"
        #expect(try await problems(299) == [])
        #expect(try await problems(300) == [said])
        #expect(try await problems(3_600) == [said])
    }

    @Test func whatThePropertiesFileSaysCounts() async throws {
        #expect(try await problems(300, "max.poll.interval.ms=600000\n") == [])
        let problem = try await problems(30, "max.poll.interval.ms=30000\nsession.timeout.ms=10000\n").first
        #expect(problem?.contains("which is 30000:") == true)
    }

    @Test func whatIsOutOfRangeIsSaidOnce() async throws {
        #expect(try await problems(4_000) == ["SHUTDOWN_TIMEOUT_SECONDS: must be a whole number from 1 to 3600"])
    }
}
