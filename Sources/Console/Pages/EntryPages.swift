import CalendarSync
import Foundation
import HTTPTypes
import Hummingbird

/// Into the console and out of it, and the first page of an account.
struct EntryPages: Sendable {
    let gate: ConsoleGate
    let store: any AccountStore & BookingStore
    let configuration: ConsoleConfiguration

    func addRoutes(to pages: RouterGroup<some RequestContext>) {
        pages.resource(
            "enter",
            [
                .get: { request, context in
                    let cookie = try await gate.enter(
                        token: request.uri.queryParameters["token"].map(String.init), from: context.remoteHost)
                    var response = Response.redirect(to: "/console")
                    response.setCookie(cookie)
                    return response
                }
            ])
        pages.resource(
            "leave",
            [
                .post: { request, context in
                    _ = try await gate.form(request, context)
                    var response = try Page(
                        template: .error, title: "You have left the console",
                        content: ["message": "Open it again by a new link."]
                    ).response()
                    response.setCookie(ConsoleSession.end(isSecure: gate.isSecure))
                    return response
                }
            ])
        pages.resource("", [.get: { request, context in try first(request, context) }])
    }

    func addRoutes(toAccount account: RouterGroup<some RequestContext>) {
        account.resource("", [.get: { request, context in try await home(request, context) }])
    }

    private func first(_ request: Request, _ context: some RequestContext) throws -> Response {
        switch try gate.visit(request, context).session.access {
        case .operator: .redirect(to: "/console/accounts")
        case .account(let accountId): .redirect(to: Visit.base(accountId))
        }
    }

    /// How far the set-up has come: connect, link, book.
    private func home(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let visit = try gate.visit(request, context)
        guard let accountId = visit.accountId else { throw ConsoleError.unknownPath }
        let isConnected = try await store.integrations(accountId: accountId).contains { $0.status == .connected }
        let links = try await store.linkOutlines(accountId: accountId)
        let mirrors = try await store.mirrorCounts(accountId: accountId)
        let isBooked = links.contains { mirrors[$0.classId] != nil }
        // Only bookings name classes to the store.
        let isTold = try await !store.classes(accountId: accountId).isEmpty
        let done = [isConnected, !links.isEmpty, isTold, isBooked]
        let current = done.firstIndex(of: false)
        var content: [String: Any] = [
            "connected": isConnected, "linked": !links.isEmpty, "told": isTold, "booked": isBooked,
            "ready": current == nil, "isNew": !isConnected && links.isEmpty,
            "isConnecting": current == 0, "isLinking": current == 1, "isTelling": current == 2,
            "isBooking": current == 3,
        ]
        content["pingURL"] = configuration.pingSecret?.url(base: configuration.publicBaseURL, accountId: accountId)
        return try Page(template: .home, title: "Set up your calendar sync", visit: visit, content: content).response()
    }
}
