import HTTPTypes
import Hummingbird

/// One page: a template, and what stands in it.
struct Page {
    let template: PageTemplate
    let title: String
    /// Nil: nobody is known to look.
    var visit: Visit?
    var notice: PageNotice?
    /// What the template shows, by name.
    var content: [String: Any] = [:]

    func response(status: HTTPResponse.Status = .ok) throws -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: try html())))
    }

    func html() throws -> String {
        var values = content
        values["title"] = title
        values["base"] = visit?.base
        values["accountId"] = visit?.accountId
        values["formToken"] = visit?.formToken
        values["isOperator"] = visit?.session.access == .operator
        switch template {
        case .home: values["onHome"] = "page"
        case .integrations: values["onIntegrations"] = "page"
        case .newIntegration, .disconnect: values["onIntegrations"] = "true"
        case .calendars: values["onCalendars"] = "page"
        case .calendar, .automation, .link, .unlink: values["onCalendars"] = "true"
        case .accounts: values["onAccounts"] = "page"
        case .deadLetters: values["onDeadLetters"] = "page"
        case .deadLetter, .deadLetterEnding: values["onDeadLetters"] = "true"
        default: break
        }
        values["notice"] = notice.map { ["text": $0.text, "kind": $0.isBad ? "bad" : "good"] }
        return try template.render(values)
    }
}
