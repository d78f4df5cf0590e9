import GoogleCalendar
import OutboundHTTP
import Testing

@Suite(.timeLimit(.minutes(1)))
struct AccessTokenRetryTests {
    @Test func aRefusedTokenIsReplacedAndTheCallRepeatedOnce() async throws {
        let tokens = TokenList("old", "new")
        let google = ScriptedGoogle { request in
            request.headers["authorization"] == "Bearer new"
                ? .json(#"{"id":"e1"}"#) : .error(401, "authError")
        }
        try await google.run { sender, endpoints in
            let client = GoogleCalendarClient(sender: sender, endpoints: endpoints)
            let event = try await client.getEvent("primary", "e1", as: tokens)
            #expect(event.id == "e1")
        }
        #expect(tokens.invalidated == ["old"])
        #expect(google.requests.map { $0.headers["authorization"] } == ["Bearer old", "Bearer new"])
    }

    @Test func aSecondRefusalIsReported() async throws {
        let tokens = TokenList("old", "new", "third")
        let google = ScriptedGoogle { _ in .error(401, "authError") }
        try await google.run { sender, endpoints in
            let client = GoogleCalendarClient(sender: sender, endpoints: endpoints)
            await #expect(throws: GoogleError.authError) { try await client.getEvent("primary", "e1", as: tokens) }
        }
        #expect(tokens.invalidated == ["old"])
        #expect(google.requests.count == 2)
    }

    @Test(arguments: [403, 404, 429, 500, 503])
    func otherFailuresAreNotRepeatedHere(status: Int) async throws {
        let tokens = TokenList("old")
        let google = ScriptedGoogle { _ in .error(status, "someReason") }
        try await google.run { sender, endpoints in
            let client = GoogleCalendarClient(sender: sender, endpoints: endpoints)
            await #expect(throws: GoogleError.self) { try await client.getEvent("primary", "e1", as: tokens) }
        }
        #expect(tokens.invalidated.isEmpty)
        #expect(google.requests.count == 1)
    }
}
