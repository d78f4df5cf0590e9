import Testing

@testable import Sandbox

@Suite struct BatchTests {
    private func part(_ id: String, _ request: String) -> String {
        "--edge\r\nContent-Type: application/http\r\nContent-ID: <\(id)>\r\n\r\n\(request)\r\n"
    }

    private func send(_ sandbox: RunningSandbox, _ parts: [String]) async throws -> HTTPAnswer {
        try await sandbox.client.send(
            "POST", "/batch/calendar/v3",
            headers: [
                ("Authorization", "Bearer \(sandbox.token)"), ("Content-Type", "multipart/mixed; boundary=edge"),
            ], body: Array((parts.joined() + "--edge--\r\n").utf8))
    }

    @Test func everyPartIsAnsweredByItself() async throws {
        try await RunningSandbox.with { sandbox in
            let body = String(decoding: JSONWriter.write(Sample.hour(id: "part1")), as: UTF8.self)
            let insert =
                "POST /calendar/v3/calendars/primary/events HTTP/1.1\r\nContent-Type: application/json\r\n\r\n\(body)"
            let answer = try await send(
                sandbox,
                [
                    part("a", insert), part("b", "GET /calendar/v3/calendars/primary/events/none1 HTTP/1.1\r\n\r\n"),
                    part("c", "GET /calendar/v3/users/me/calendarList HTTP/1.1\r\nAuthorization: Bearer bad\r\n\r\n"),
                ])
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type")?.hasPrefix("multipart/mixed; boundary=") == true)
            let sections = answer.text.components(between: "Content-ID: ")
            #expect(sections.count == 3)
            #expect(sections[0].hasPrefix("<response-a>") && sections[0].contains("HTTP/1.1 200 OK"))
            #expect(sections[1].hasPrefix("<response-b>") && sections[1].contains("HTTP/1.1 404 Not Found"))
            #expect(sections[2].hasPrefix("<response-c>") && sections[2].contains("HTTP/1.1 401"))
            #expect(try await sandbox.control("GET", "calls")["calls", "events.insert"] == 1)
        }
    }

    @Test func aThousandPartsAreTheMost() async throws {
        try await RunningSandbox.with { sandbox in
            let get = "GET /calendar/v3/users/me/calendarList/primary HTTP/1.1\r\n\r\n"
            let most = try await send(sandbox, (0..<1000).map { part("p\($0)", get) })
            #expect(most.status == 200)
            #expect(most.text.components(between: "HTTP/1.1 200").count == 1000)
            #expect(try await send(sandbox, (0..<1001).map { part("p\($0)", get) }).status == 400)
        }
    }
}

extension String {
    /// The pieces after each occurrence of a separator.
    fileprivate func components(between separator: String) -> [Substring] {
        Array(split(separator: separator, omittingEmptySubsequences: false).dropFirst())
    }
}
