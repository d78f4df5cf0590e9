import CalendarSync
import Foundation
import OutboundHTTP
import Records
import Testing
import TestSupport

@testable import Receiver

@Suite struct KartraPingControllerTests {
    static let secret = PingSecret("a ping secret")
    static let ping = """
        {"lead":{"first_name":"Ana","email":"ana@example.com"},"action":"calendar_subscribe",
         "action_details":{"calendar":{"calendar_subscription_id":88123}}}
        """

    private func serving(
        _ producer: FakeProducer = FakeProducer(), deadline: Duration = .seconds(5),
        metrics: RecordingMetrics = RecordingMetrics(), log: RecordingLog = RecordingLog(),
        test: (RunningServer) async throws -> Void
    ) async throws {
        let receiver = PingReceiver(
            producer: producer, topics: Topics(prefix: "t."), deadline: deadline, metrics: metrics)
        try await RunningServer.serving(logger: log.logger) { router in
            KartraPingController(receiver: receiver, secret: Self.secret).addRoutes(to: router)
        } test: {
            try await test($0)
        }
    }

    private func path(_ accountId: String = "42") -> String {
        "/webhooks/kartra/\(PercentEncoding.pathSegment(accountId))/\(Self.secret.text(accountId: accountId))"
    }

    @Test(arguments: ["application/json", "application/x-www-form-urlencoded", "text/plain", nil])
    func aCalendarPingIsProducedUntouchedWhateverItsContentType(contentType: String?) async throws {
        let producer = FakeProducer()
        let metrics = RecordingMetrics()
        try await serving(producer, metrics: metrics) { server in
            var headers: OutboundHeaders = [:]
            headers["Content-Type"] = contentType
            let response = try await server.post(path(), headers: headers, body: Array(Self.ping.utf8))
            #expect(response.status == 202)
        }
        #expect(producer.records.count == 1)
        let record = try #require(producer.records.first)
        #expect(record.topic == "t.kartra.appointments")
        #expect(record.key == Array("88123".utf8))
        #expect(record.value == Array(Self.ping.utf8))
        #expect(record.headers["kartra_account_id"] == "42")
        #expect(record.headers["content-type"] == "application/json")
        #expect(metrics.counts["calsync_pings_total{source=kartra,status=202}"] == 1)
    }

    @Test(arguments: [
        (#"{"action":"calendar_cancel","action_details":{"calendar":{"calendar_subscription_id":"9001"}}}"#, "9001"),
        (#"{"action":"calendar_cancel","action_details":{"calendar":{"calendar_subscription_id":null}}}"#, "acme/1"),
        (#"{"action":"calendar_cancel","action_details":{"calendar":[]}}"#, "acme/1"),
        (#"{"action":"calendar_cancel","action_details":7}"#, "acme/1"),
        (#"{"action":"calendar_unheard_of"}"#, "acme/1"),
        (#"{"action":17}"#, "acme/1"),
        ("{}", "acme/1"),
    ])
    func theKeyIsTheSubscriptionWhereItCanBeReadElseTheAccount(body: String, key: String) async throws {
        let producer = FakeProducer()
        try await serving(producer) { server in
            let response = try await server.post(path("acme/1"), body: Array(body.utf8))
            #expect(response.status == 202)
        }
        let record = try #require(producer.records.first)
        #expect(record.key == Array(key.utf8))
        #expect(record.headers["kartra_account_id"] == "acme/1")
    }

    @Test func theZoneOfTheAddressComesAlong() async throws {
        let producer = FakeProducer()
        try await serving(producer) { server in
            let response = try await server.post(path() + "?timeZone=America%2FDenver", body: Array(Self.ping.utf8))
            #expect(response.status == 202)
            let status = try await server.post(path(), body: Array(Self.ping.utf8)).status
            #expect(status == 202)
        }
        #expect(producer.records.map { $0.headers["kartra_time_zone"] } == ["America/Denver", nil])
    }

    @Test(arguments: [("America%2FAtlantis", "America/Atlantis"), ("EST", "EST"), ("", "")])
    func aZoneThatNobodyKnowsIsRefusedByName(text: String, name: String) async throws {
        let producer = FakeProducer()
        try await serving(producer) { server in
            let response = try await server.post(path() + "?timeZone=" + text, body: Array(Self.ping.utf8))
            #expect(response.status == 400)
            let body = try JSONDecoder().decode([String: String].self, from: Data(response.body))
            #expect(body["error"] == "timeZone: \(name) is not in the IANA time zone database")
            let guess = try await server.post("/webhooks/kartra/42/guess?timeZone=" + text, body: [])
            #expect(guess.status == 401 && guess.body.isEmpty)
        }
        #expect(producer.records.isEmpty)
    }

    @Test func anActionThatIsNoCalendarsIsAcceptedAndDropped() async throws {
        let producer = FakeProducer()
        try await serving(producer) { server in
            let response = try await server.post(path(), body: Array(#"{"action":"buy_product"}"#.utf8))
            #expect(response.status == 202)
        }
        #expect(producer.records.isEmpty)
    }

    @Test(arguments: ["", "nonsense", "[]", "\"calendar_subscribe\"", #"{"action":"calendar_subscribe""#])
    func whatIsNotAJSONObjectIsRefused(body: String) async throws {
        let producer = FakeProducer()
        try await serving(producer) { server in
            let response = try await server.post(path(), body: Array(body.utf8))
            #expect(response.status == 400)
            #expect(
                String(decoding: response.body, as: UTF8.self) == #"{"error":"the body is not a JSON object"}"#)
        }
        #expect(producer.records.isEmpty)
    }

    @Test func aWrongSecretIsRefusedAndNothingSecretIsLogged() async throws {
        let producer = FakeProducer()
        let log = RecordingLog()
        try await serving(producer, log: log) { server in
            let otherAccount = "/webhooks/kartra/43/\(Self.secret.text(accountId: "42"))"
            for path in [otherAccount, path() + "x", "/webhooks/kartra/42/guess"] {
                let response = try await server.post(path, body: Array(Self.ping.utf8))
                #expect(response.status == 401)
                #expect(response.body.isEmpty)
            }
            let status = try await server.post(path(), body: Array(Self.ping.utf8)).status
            #expect(status == 202)
        }
        #expect(producer.records.count == 1)
        #expect(log.everything.contains("ping refused"))
        #expect(!log.everything.contains(Self.secret.text(accountId: "42")))
        #expect(!log.everything.contains("ana@example.com"))
    }

    @Test func aBodyOverTheLimitIsRefused() async throws {
        let producer = FakeProducer()
        try await serving(producer) { server in
            let limit = KartraPingController.longestBody
            let padding = String(repeating: " ", count: limit - Self.ping.utf8.count)
            let over = try await server.post(path(), body: Array((Self.ping + padding + " ").utf8))
            #expect(over.status == 413)
            let at = try await server.post(path(), body: Array((Self.ping + padding).utf8))
            #expect(at.status == 202)
        }
        #expect(producer.records.count == 1)
    }

    @Test func aChunkedBodyIsRefusedAsSoonAsItGoesOverTheLimit() async throws {
        let producer = FakeProducer()
        try await serving(producer) { server in
            let connection = try RawConnection(port: server.port)
            try connection.send("POST \(path()) HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = "10000\r\n" + String(repeating: " ", count: 0x10000) + "\r\n"
            // Five chunks go over the limit of four; the last chunk, which would end the body, is never sent.
            for _ in 0..<5 { try connection.send(chunk) }
            let answer = try #require(await connection.read(within: .seconds(10)) { $0.contains("\r\n\r\n") })
            #expect(answer.hasPrefix("HTTP/1.1 413 "))
        }
        #expect(producer.records.isEmpty)
    }

    @Test func aDeclaredLengthOverTheLimitIsRefusedBeforeTheBodyIsSent() async throws {
        try await serving { server in
            let connection = try RawConnection(port: server.port)
            try connection.send("POST \(path()) HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n")
            let answer = try #require(await connection.read(within: .seconds(10)) { $0.contains("\r\n\r\n") })
            #expect(answer.hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test func aBrokerThatIsDownMakesKartraTryAgain() async throws {
        try await serving(FakeProducer(.refuse)) { server in
            let status = try await server.post(path(), body: Array(Self.ping.utf8)).status
            #expect(status == 503)
        }
        let hanging = FakeProducer(.hang)
        try await serving(hanging, deadline: .milliseconds(50)) { server in
            let status = try await server.post(path(), body: Array(Self.ping.utf8)).status
            #expect(status == 503)
        }
        hanging.letGo()
    }
}
