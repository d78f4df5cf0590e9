import OutboundHTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct CallPermitTests {
    private struct Denied: Error {}

    @Test func aCallWithoutItsPermitIsNotMade() async throws {
        let http = try HTTPClient()
        // Nobody listens there: a call that were made would fail otherwise.
        let request = OutboundRequest(.get, "http://127.0.0.1:9/", timeout: .seconds(7))
        let permit = CallPermit { longest in
            #expect(longest == .seconds(7))
            throw Denied()
        }
        await #expect(throws: Denied.self) {
            try await CallPermit.$current.withValue(permit) { _ = try await http.send(request) }
        }
        await #expect(throws: OutboundHTTPError.self) { _ = try await http.send(request) }
        await http.shutdown()
    }
}
