import OutboundHTTP
import Testing

@Suite(.timeLimit(.minutes(1)))
struct HTTPClientTests {
    @Test func sendsMethodHeadersAndBodyAsGiven() async throws {
        try await withLocalServer(TestRoutes.router()) { baseURL in
            let client = try HTTPClient()
            let request = OutboundRequest(
                .put, baseURL + "/echo/a%2Fb%40c?x=1", headers: ["X-One": "1", "X-Empty": ""],
                body: Array("some text".utf8))
            let response = try await client.send(request)
            let text = String(decoding: response.body, as: UTF8.self)

            #expect(response.status == 200)
            #expect(response.httpVersion == .http1)
            #expect(response.headers["SERVER"] == "echo")
            #expect(text.hasPrefix("PUT /echo/a%2Fb%40c?x=1\n"))
            #expect(text.contains("\nx-one: 1\n"))
            #expect(text.contains("\nx-empty: \n"))
            #expect(text.contains("\ncontent-length: 9\n"))
            #expect(text.hasSuffix("\n\nsome text"))
            // Nothing is claimed about the body that the caller did not say.
            #expect(!text.contains("content-type"))
            #expect(!text.contains("expect"))
        }
    }

    @Test(arguments: [OutboundRequest.Method.post, .put])
    func aMissingBodyIsSentAsAnEmptyOne(method: OutboundRequest.Method) async throws {
        try await withLocalServer(TestRoutes.router()) { baseURL in
            let response = try await HTTPClient().send(OutboundRequest(method, baseURL + "/echo/x"))
            #expect(String(decoding: response.body, as: UTF8.self).contains("\ncontent-length: 0\n"))
        }
    }

    @Test(arguments: [OutboundRequest.Method.get, .delete])
    func requestsWithoutBodyCarryNoLength(method: OutboundRequest.Method) async throws {
        try await withLocalServer(TestRoutes.router()) { baseURL in
            let response = try await HTTPClient().send(OutboundRequest(method, baseURL + "/echo/x"))
            let text = String(decoding: response.body, as: UTF8.self)
            #expect(text.hasPrefix("\(method.rawValue) /echo/x\n"))
            #expect(!text.contains("content-length"))
        }
    }

    @Test func unzipsAnswers() async throws {
        let folder = try TemporaryFolder()
        let gzipped = try Command.run("sh", ["-c", "printf 'forty-two' | gzip -c"], in: folder.url)
        try await withLocalServer(TestRoutes.router(gzipped: gzipped)) { baseURL in
            let response = try await HTTPClient().send(OutboundRequest(.get, baseURL + "/gzip"))
            #expect(response.headers["Content-Encoding"] == "gzip")
            #expect(String(decoding: response.body, as: UTF8.self) == "forty-two")
        }
    }

    @Test func asksForGzip() async throws {
        try await withLocalServer(TestRoutes.router()) { baseURL in
            let response = try await HTTPClient().send(OutboundRequest(.get, baseURL + "/echo/x"))
            #expect(String(decoding: response.body, as: UTF8.self).contains("\naccept-encoding: gzip\n"))
        }
    }

    @Test func returnsARedirectInsteadOfFollowingIt() async throws {
        try await withLocalServer(TestRoutes.router()) { baseURL in
            let response = try await HTTPClient().send(OutboundRequest(.get, baseURL + "/redirect"))
            #expect(response.status == 302)
            #expect(response.headers["location"] == "/echo/elsewhere")
        }
    }

    @Test func returnsStatusesThatAreErrors() async throws {
        try await withLocalServer(TestRoutes.router()) { baseURL in
            let response = try await HTTPClient().send(OutboundRequest(.get, baseURL + "/nowhere"))
            #expect(response.status == 404)
        }
    }

    @Test(arguments: [
        "ftp://127.0.0.1/", "file:///etc/hostname", "/relative", "", "http://user:secret@127.0.0.1/",
        "http://127.0.0.1/a b", "http://127.0.0.1/a\u{0}b", "http://127.0.0.1/\r\nHost: other",
    ])
    func refusesUnusableURLs(url: String) async throws {
        let client = try HTTPClient()
        await #expect(throws: OutboundHTTPError.invalidURL) { try await client.send(OutboundRequest(.get, url)) }
    }

    @Test(
        arguments: [
            ["X-A": "1\r\nX-B: 2"], ["X-A": "1\n"], ["X-A": "\u{0}"], ["X A": "1"], ["": "1"], ["X:": "1"],
        ] as [OutboundHeaders])
    func refusesHeadersThatBreakTheMessage(headers: OutboundHeaders) async throws {
        let client = try HTTPClient()
        let request = OutboundRequest(.get, "http://127.0.0.1:9/", headers: headers)
        await #expect(throws: OutboundHTTPError.invalidHeader) { try await client.send(request) }
    }

    @Test func reportsARefusedConnection() async throws {
        let port = try RawListener(.silent).closeAndKeepPort()
        let client = try HTTPClient()
        await #expect(throws: OutboundHTTPError.connectFailed) {
            try await client.send(OutboundRequest(.get, "http://127.0.0.1:\(port)/"))
        }
    }

    @Test func reportsAnUnknownName() async throws {
        let client = try HTTPClient()
        await #expect(throws: OutboundHTTPError.nameNotResolved) {
            // RFC 6761 §6.4: never resolves.
            try await client.send(OutboundRequest(.get, "http://nowhere.invalid/"))
        }
    }

    @Test func reportsAConnectionClosedBeforeTheAnswer() async throws {
        let listener = try RawListener(.closesAfterRequest)
        let client = try HTTPClient()
        await #expect(throws: OutboundHTTPError.connectionClosed) {
            try await client.send(OutboundRequest(.get, "http://127.0.0.1:\(listener.port)/"))
        }
    }
}
