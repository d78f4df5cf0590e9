import ArgumentParser
import CalendarSync
import Foundation
import Kafka
import Logging
import StoreSQL

/// Compares blocks with Google's own free/busy, now. The workers do it; this asks them and shows what they find.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Compares the busy blocks of all links with Google's own free/busy.",
        discussion: """
            Exit code 0: all links agree, or were put right. 1: differences remain, or a calendar was not audited in time.
            """)

    @Option(help: "Only the links of this Kartra account.")
    var account: String?

    @Option(name: .customLong("class"), help: "Only the link of this class; needs --account.")
    var classId: String?

    @Flag(help: "Put right what is found: at most 500 blocks of a class, and no mass removal without a question.")
    var repair = false

    @Option(help: "Seconds to wait for the workers.")
    var timeout = 300

    @OptionGroup var arguments: SettingsArguments

    func validate() throws {
        if classId != nil, account == nil { throw ValidationError("--class needs --account") }
    }

    func run() async throws {
        var loader = try await arguments.loader()
        let (broker, properties, topics) = try loader.kafkaSettings()
        guard case .servers = broker else {
            throw ValidationError("KAFKA_BOOTSTRAP_SERVERS: name the broker that the workers read from")
        }
        var logger = Logger(label: "calsync.audit")
        logger.logLevel = .error
        let store = try await openStore(url: loader.storeURL(), migrating: false)
        let kafka = try KafkaConnection(
            broker: broker, properties: properties, cooperative: false, topics: topics, logger: logger)
        let producer = try KafkaProducer(configuration: kafka.configuration, logger: logger)
        let run = AuditRun(store: store, producer: producer, topics: topics)
        // Paused ones are left alone.
        let links = try await LinkFinder(store: store).links(accountId: account, classId: classId)
            .filter { !$0.isPaused }
        if links.isEmpty {
            print("Nothing is linked\(account.map { " in account \($0)" } ?? "").")
        } else {
            let report = try await run.audit(links, repair: repair, within: .seconds(timeout)) { done, all in
                StandardError.print("audited \(done) of \(all) calendars")
            }
            print(AuditTable(report, links: links).text)
            if !report.isClean { throw ExitCode.failure }
        }
        await producer.close(within: .seconds(3))
        await store.close()
    }
}
