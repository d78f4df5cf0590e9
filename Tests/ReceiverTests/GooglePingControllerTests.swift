import CalendarSync
import Foundation
import OutboundHTTP
import Records
import Testing
import TestSupport

@testable import Receiver

@Suite struct GooglePingControllerTests {
    static let keys = try? SecretKeys("k1:" + Data(repeating: 7, count: 32).base64EncodedString())
    static let receivedAt = Date(timeIntervalSince1970: 1_796_000_000)

    private func serving(
        _ producer: FakeProducer = FakeProducer(), metrics: RecordingMetrics = RecordingMetrics(),
        deadline: Duration = .seconds(5), log: RecordingLog = RecordingLog(),
        test: (RunningServer, SecretKeys) async throws -> Void
    ) async throws {
        let keys = try #require(Self.keys)
        let receiver = PingReceiver(
            producer: producer, topics: Topics(prefix: "t."), deadline: deadline, now: { Self.receivedAt },
            metrics: metrics)
        try await RunningServer.serving(logger: log.logger) { router in
            GooglePingController(receiver: receiver, keys: keys).addRoutes(to: router)
        } test: {
            try await test($0, keys)
        }
    }

    private func headers(
        _ keys: SecretKeys, channel: String = "channel-1", feed: String = "feed1", state: String = "exists",
        number: String = "42"
    ) -> OutboundHeaders {
        [
            "X-Goog-Channel-ID": channel, "X-Goog-Resource-State": state, "X-Goog-Message-Number": number,
            "X-Goog-Channel-Token": ChannelToken.make(channelId: channel, feedId: feed, keys: keys),
        ]
    }

    @Test func aPingCarriesItsTraceAndTheWatchedCalendar() async throws {
        let given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let producer = FakeProducer()
        try await serving(producer) { server, keys in
            var headers = headers(keys)
            headers["X-Goog-Resource-ID"] = "resource-1"
            for trace in [nil, nil, given, "nonsense"] {
                headers["traceparent"] = trace
                _ = try await server.post("/webhooks/google", headers: headers)
            }
        }
        let traces = try producer.records.map { try #require($0.headers[TraceContext.header]) }
        // Google sends a ping again until it is answered: it is one ping.
        #expect(traces.count == 4)
        #expect(traces[0] == traces[1])
        #expect(traces[2] == given)
        #expect(traces[3] == traces[0])
        #expect(TraceContext(header: traces[0]) != nil)
        let ping = try InputDecoder.decode(GooglePing.self, from: producer.records.first?.value)
        #expect(ping.resourceId == "resource-1")
    }

    @Test func aPushIsProducedToItsFeedAndThenAnswered() async throws {
        let producer = FakeProducer()
        let metrics = RecordingMetrics()
        try await serving(producer, metrics: metrics) { server, keys in
            let response = try await server.post("/webhooks/google", headers: headers(keys))
            #expect(response.status == 204)
            #expect(response.body.isEmpty)
        }
        let record = try #require(producer.records.first)
        #expect(producer.records.count == 1)
        #expect(record.topic == "t.google.pings")
        #expect(record.key == Array("feed1".utf8))
        #expect(record.headers["ce_id"] == "ping-channel-1-42")
        #expect(record.headers["ce_type"] == GooglePing.eventType)
        let ping = try InputDecoder.decode(GooglePing.self, from: record.value)
        #expect(
            ping
                == GooglePing(
                    feedId: "feed1", trigger: .push, channelId: "channel-1", messageNumber: 42, resourceState: .exists,
                    receivedAt: Self.receivedAt))
        #expect(metrics.counts["calsync_pings_total{source=google,status=204}"] == 1)
        #expect(metrics.timings["calsync_ping_handling_seconds{source=google}"] == 1)
    }

    @Test(arguments: ["sync", "exists", "not_exists"])
    func everyStateThatGoogleKnowsIsProduced(state: String) async throws {
        let producer = FakeProducer()
        try await serving(producer) { server, keys in
            let response = try await server.post("/webhooks/google", headers: headers(keys, state: state))
            #expect(response.status == 204)
        }
        let ping = try InputDecoder.decode(GooglePing.self, from: try #require(producer.records.first).value)
        #expect(ping.resourceState?.rawValue == state)
    }

    @Test func aTokenOfAnotherChannelOrNoneIsRefusedWithoutAWord() async throws {
        let producer = FakeProducer()
        let log = RecordingLog()
        try await serving(producer, log: log) { server, keys in
            var foreign = headers(keys)
            foreign["X-Goog-Channel-ID"] = "channel-2"
            var tampered = headers(keys)
            tampered["X-Goog-Channel-Token"] = (tampered["X-Goog-Channel-Token"] ?? "") + "x"
            var withoutToken = headers(keys)
            withoutToken["X-Goog-Channel-Token"] = nil
            var withoutChannel = headers(keys)
            withoutChannel["X-Goog-Channel-ID"] = nil
            for refused in [foreign, tampered, withoutToken, withoutChannel, [:]] {
                let response = try await server.post("/webhooks/google", headers: refused)
                #expect(response.status == 401)
                #expect(response.body.isEmpty)
            }
            let token = try #require(headers(keys)["X-Goog-Channel-Token"])
            #expect(!log.everything.contains(token))
        }
        #expect(producer.records.isEmpty)
        #expect(log.everything.contains("ping refused"))
    }

    @Test(arguments: [("vanished", "1"), ("", "1"), ("exists", "one"), ("exists", "")])
    func aStateOrNumberThatCannotBeReadIsMalformed(state: String, number: String) async throws {
        let producer = FakeProducer()
        try await serving(producer) { server, keys in
            let response = try await server.post(
                "/webhooks/google", headers: headers(keys, state: state, number: number))
            #expect(response.status == 400)
        }
        #expect(producer.records.isEmpty)
    }

    @Test func aBrokerThatRefusesMakesGoogleTryAgain() async throws {
        let metrics = RecordingMetrics()
        try await serving(FakeProducer(.refuse), metrics: metrics) { server, keys in
            let response = try await server.post("/webhooks/google", headers: headers(keys))
            #expect(response.status == 503)
            #expect(response.headers["Retry-After"] != nil)
        }
        #expect(metrics.counts["calsync_pings_total{source=google,status=503}"] == 1)
    }

    @Test func aBrokerThatSaysNothingIsNotWaitedForBeyondTheDeadline() async throws {
        let producer = FakeProducer(.hang)
        try await serving(producer, deadline: .milliseconds(50)) { server, keys in
            let response = try await server.post("/webhooks/google", headers: headers(keys))
            #expect(response.status == 503)
        }
        producer.letGo()
    }

    @Test func aBodyOverTheLimitIsRefusedAndOneAtTheLimitIsNot() async throws {
        let producer = FakeProducer()
        try await serving(producer) { server, keys in
            let limit = GooglePingController.longestBody
            let over = try await server.post(
                "/webhooks/google", headers: headers(keys), body: [UInt8](repeating: 32, count: limit + 1))
            #expect(over.status == 413)
            let at = try await server.post(
                "/webhooks/google", headers: headers(keys), body: [UInt8](repeating: 32, count: limit))
            #expect(at.status == 204)
        }
        #expect(producer.records.count == 1)
    }

    @Test func aRequestThatEndsInTheMiddleOfItsBodyIsNotProduced() async throws {
        let producer = FakeProducer()
        try await serving(producer) { server, keys in
            let connection = try RawConnection(port: server.port)
            let fields = headers(keys).fields.map { "\($0.name): \($0.value)\r\n" }.joined()
            try connection.send(
                "POST /webhooks/google HTTP/1.1\r\nHost: x\r\n\(fields)Content-Length: 100\r\n\r\nhalf of it")
            connection.closeOutput()
            let answer = try #require(await connection.read(within: .seconds(10)))
            #expect(!answer.contains("204"))
        }
        #expect(producer.records.isEmpty)
    }
}
