import CalendarSync
import Console
import Foundation
import OutboundHTTP
import Testing

/// A browser that has entered the console: it keeps the session's cookie, and sends forms with the page's token.
struct Browser {
    let console: RunningConsole
    let cookie: String

    static func link(
        to access: ConsoleAccess = .account("42"), id: String = UUID().uuidString, at date: Date = RunningConsole.now
    ) throws -> String {
        let url = try ConsoleLink.url(
            base: "", to: access, keys: try #require(RunningConsole.keys), now: date, id: id)
        return url
    }

    init(_ console: RunningConsole, _ access: ConsoleAccess = .account("42")) async throws {
        let answer = try await console.request(.get, try Self.link(to: access))
        #expect(answer.status == 303)
        self.console = console
        cookie = try Self.cookie(answer)
    }

    /// The cookie that an answer sets, as it is sent back.
    static func cookie(_ answer: Answer) throws -> String {
        let header = try #require(answer.response.headers["Set-Cookie"])
        return try #require(header.split(separator: ";").first.map(String.init))
    }

    static func path(_ path: String, account: String = "42") -> String { "/console/accounts/\(account)\(path)" }

    func get(_ path: String) async throws -> Answer {
        try await console.request(.get, path, headers: ["Cookie": cookie])
    }

    /// A page of account 42 that is well-formed, has no inline code and can be used without eyes.
    func page(_ path: String, status: Int = 200) async throws -> HTMLPage {
        let answer = try await get(Self.path(path))
        #expect(answer.status == status, "\(path)")
        return Self.checked(answer, path)
    }

    @discardableResult
    static func checked(_ answer: Answer, _ path: String) -> HTMLPage {
        #expect(answer.response.headers["Content-Type"] == "text/html; charset=utf-8", "\(path)")
        let page = HTMLPage(answer.text)
        #expect(page.problems.isEmpty, "\(path): \(page.problems)")
        return page
    }

    /// Sends a form of account 42 with the session's token.
    func post(_ path: String, _ fields: [String: String] = [:]) async throws -> Answer {
        var fields = fields
        let token = try #require(try await page("/calendars").formToken)
        fields["formToken"] = token
        return try await post(raw: path, fields)
    }

    /// Sends a form as it is.
    func post(raw path: String, _ fields: [String: String]) async throws -> Answer {
        try await console.request(
            .post, Self.path(path), Self.encoded(fields),
            headers: ["Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"])
    }

    static func encoded(_ fields: [String: String]) -> String {
        fields.map { name, value in
            name + "=" + (value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        }.joined(separator: "&")
    }
}

extension Answer {
    var location: String? { response.headers["Location"] }
}
