import OutboundHTTP
import Testing

/// What a careless log line would show.
@Suite struct RedactionTests {
    @Test func aRequestShowsNeitherQueryNorHeadersNorBody() {
        let request = OutboundRequest(
            .post, "https://x.example/path?token=secret#secret", headers: ["Authorization": "Bearer secret"],
            body: Array("secret".utf8))
        #expect("\(request)" == "POST https://x.example/path")
        #expect(String(reflecting: request) == "POST https://x.example/path")
        #expect("\(request.headers)" == "[Authorization]")
        #expect(!"\(request.headers.fields)".contains("secret"))
    }

    @Test func aResponseShowsStatusAndSize() {
        let response = OutboundResponse(status: 200, headers: ["Set-Cookie": "secret"], body: [1, 2])
        #expect("\(response)" == "200, 2 bytes")
        #expect(String(reflecting: response) == "200, 2 bytes")
    }

    @Test func headersAreFoundWhateverTheirCase() {
        var headers: OutboundHeaders = ["Retry-After": "1", "X": "a", "x": "b"]
        #expect(headers["retry-AFTER"] == "1")
        #expect(headers.values("X") == ["a", "b"])
        headers["X"] = "c"
        #expect(headers.values("x") == ["c"])
        headers["x"] = nil
        #expect(headers["X"] == nil)
    }
}
