import CalendarSync
import Foundation
import HTTPTypes
import Hummingbird

/// The set-up pages, which work without JavaScript. They show and do what the JSON API shows and does, by the same readers
/// and editors.
struct ConsolePages: Sendable {
    let gate: ConsoleGate
    let authorizeOrigin: String
    let entry: EntryPages
    let accounts: AccountPages
    let deadLetters: DeadLetterPages
    let integrations: IntegrationPages
    let calendars: CalendarPages
    let automation: AutomationPages
    let links: LinkPages

    func addRoutes(to router: Router<some RequestContext>) {
        let pages = router.group("/console").add(middleware: PageMiddleware(authorizeOrigin: authorizeOrigin))
        pages.otherwiseUnknown()
        pages.resource("assets/console.css", [.get: { _, _ in Self.styleSheet }])
        pages.resource("assets/live.js", [.get: { _, _ in Self.liveScript }])
        entry.addRoutes(to: pages)
        accounts.addRoutes(to: pages)
        deadLetters.addRoutes(to: pages)
        let account = pages.group("accounts/:accountId")
        entry.addRoutes(toAccount: account)
        integrations.addRoutes(to: account)
        calendars.addRoutes(to: account)
        automation.addRoutes(to: account)
        links.addRoutes(to: account)
    }

    private static var styleSheet: Response { asset("text/css", PackageResources.console_css) }

    private static var liveScript: Response { asset("text/javascript", PackageResources.live_js) }

    private static func asset(_ type: String, _ bytes: [UInt8]) -> Response {
        Response(
            status: .ok, headers: [.contentType: "\(type); charset=utf-8", .cacheControl: "max-age=300"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
