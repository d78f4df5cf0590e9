import CalendarSync
import Foundation
import Kafka
import Logging
import OutboundHTTP
import StoreSQL

/// Looks at everything that an installation leans on.
struct Examination: Sendable {
    let settings: Settings
    let logger: Logger

    func findings() async -> [Finding] {
        async let kafka = kafka()
        async let store = store()
        async let endpoints = endpoints()
        return await [publicAddress()] + kafka + [store] + endpoints
    }

    private func publicAddress() -> Finding {
        let address = settings.publicBaseURL
        if address.hasPrefix("https://") { return Finding("public address", .good, address) }
        return Finding(
            "public address", .doubtful,
            "\(address) is not https: Google refuses to push there, and calendars are polled",
            remedy: "set PUBLIC_BASE_URL to the https address under which the receiver is reached")
    }

    private func kafka() async -> [Finding] {
        guard case .servers(let servers) = settings.broker else {
            return [
                Finding(
                    "kafka", .doubtful, "embedded: in memory, in this process only",
                    remedy: "set KAFKA_BOOTSTRAP_SERVERS for anything but trying out")
            ]
        }
        do {
            let admin = try KafkaAdmin(
                configuration: KafkaConfiguration(bootstrapServers: servers, properties: settings.kafkaProperties),
                logger: logger)
            let cluster = try await admin.describeCluster(within: .seconds(10))
            let present = Dictionary(cluster.topics.map { ($0.name, $0.partitions) }) { first, _ in first }
            let missing = settings.topics.all.filter { present[$0] == nil }
            let reached = Finding("kafka", .good, "\(servers): \(cluster.brokers.count) broker(s)")
            guard missing.isEmpty else {
                return [
                    reached,
                    Finding(
                        "topics", .bad, "missing: " + missing.joined(separator: ", "), remedy: "calsync topics create"),
                ]
            }
            let partitions = settings.topics.inputs.compactMap { present[$0] }.min() ?? 0
            let found = "all there, inputs with \(partitions) partition\(partitions == 1 ? "" : "s") or more"
            guard partitions >= KafkaConnection.partitions else {
                return [
                    reached,
                    Finding(
                        "topics", .doubtful, "\(found): no more workers than that have work",
                        remedy: """
                            let Kafka add partitions while nothing is served; if the broker made the topics by itself, their \
                            other settings are its own, too: delete them while they are empty and run calsync topics create
                            """),
                ]
            }
            return [reached, Finding("topics", .good, found)]
        } catch {
            return [
                Finding(
                    "kafka", .bad, "\(servers): \(error)",
                    remedy: "check KAFKA_BOOTSTRAP_SERVERS and, for SASL and TLS, KAFKA_PROPERTIES_FILE")
            ]
        }
    }

    private func store() async -> Finding {
        do {
            let store = try await openStore(url: settings.storeURL, migrating: false)
            try await store.checkHealth()
            await store.close()
            return Finding("store", .good, "opens, reads and writes")
        } catch StoreSetupError.olderSchema {
            return Finding("store", .good, "opens; calsync serve makes this version's tables")
        } catch {
            return Finding(
                "store", .bad, "\(error)",
                remedy: settings.storeURL.hasPrefix("sqlite:")
                    ? "check STORE_URL and the rights on the file's folder"
                    : "check STORE_URL, the server and the rights of its user there")
        }
    }

    private func endpoints() async -> [Finding] {
        do {
            let http = try HTTPClient()
            let google = settings.google
            async let token = answers("google tokens", google.tokenURL, "GOOGLE_TOKEN_URL", http)
            async let calendar = answers("google calendar", google.apiBaseURL, "GOOGLE_API_BASE_URL", http)
            async let kartra = kartra(http)
            let findings = await [token, calendar, kartra]
            await http.shutdown()
            return findings
        } catch {
            return [Finding("endpoints", .bad, "\(error)", remedy: "the HTTP client did not start")]
        }
    }

    /// Any answer will do: whether the credentials are right shows when an account is connected.
    private func answers(_ name: String, _ url: String, _ key: String, _ http: HTTPClient) async -> Finding {
        do {
            _ = try await http.send(OutboundRequest(.get, url, timeout: .seconds(10)))
            return Finding(name, .good, "\(url) answers")
        } catch {
            return Finding(
                name, .bad, "\(url): \(error)", remedy: "check \(key), the network and the system's certificates")
        }
    }

    private func kartra(_ http: HTTPClient) async -> Finding {
        let base = settings.kartra.apiBaseURL
        guard !base.isEmpty else { return Finding("kartra", .good, "not needed by these roles") }
        do {
            let answer = try await http.send(
                OutboundRequest(
                    .get, base + "/v1/accounts/doctor/calendars",
                    headers: ["Authorization": "Bearer \(settings.kartra.apiToken)"], timeout: .seconds(10)))
            if answer.status == 401 || answer.status == 403 {
                return Finding("kartra", .bad, "\(base) refuses the token", remedy: "check KARTRA_API_TOKEN")
            }
            return Finding("kartra", .good, "\(base) answers")
        } catch {
            return Finding("kartra", .bad, "\(base): \(error)", remedy: "check KARTRA_API_BASE_URL")
        }
    }
}
