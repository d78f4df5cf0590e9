import CalendarSync
import Foundation
import Hummingbird

/// *My Calendars*: Kartra's calendars, and the classes of each.
struct CalendarPages: Sendable {
    let gate: ConsoleGate
    let reader: LinkReader
    let live: LiveStreams
    let version: LinksVersion

    func addRoutes(to account: RouterGroup<some RequestContext>) {
        account.resource("calendars", [.get: { request, context in try await list(request, context) }])
        account.resource("calendars/:calendarId", [.get: { request, context in try await show(request, context) }])
        account.resource(
            "calendars/:calendarId/live", [.get: { request, context in try await stream(request, context) }])
    }

    private func list(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let visit = try gate.visit(request, context)
        guard let accountId = visit.accountId else { throw ConsoleError.unknownPath }
        let query = request.uri.queryParameters
        // Of a class that no booking has named yet, its owner knows the ids.
        if let calendarId = query["calendar"], let classId = query["class"], !calendarId.isEmpty, !classId.isEmpty {
            return .redirect(
                to: AutomationPages.path(
                    accountId: accountId, calendarId: String(calendarId), classId: String(classId)))
        }
        let calendars = Dictionary(grouping: try await reader.listed(accountId: accountId), by: \.calendarId)
        return try Page(
            template: .calendars, title: "My Calendars", visit: visit,
            content: [
                "calendars": calendars.map { id, classes in
                    (name: Self.name(id, classes.map(\.calendarName)), id: id, classes: classes)
                }
                .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
                .map { calendar -> [String: Any] in
                    [
                        "path": Visit.segment(calendar.id), "name": calendar.name,
                        "classes": calendar.classes.count,
                        "linked": calendar.classes.filter { $0.link != nil }.count,
                    ]
                }
            ]
        ).response()
    }

    private func show(_ request: Request, _ context: some RequestContext) async throws -> Response {
        try await page(gate.visit(request, context), calendarId: context.segment("calendarId")).response()
    }

    private func stream(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let visit = try gate.visit(request, context)
        guard let accountId = visit.accountId else { throw ConsoleError.unknownPath }
        let calendarId = try context.segment("calendarId")
        return try live.response(
            LivePage {
                try await version.text(accountId: accountId)
            } render: {
                try await page(visit, calendarId: calendarId).html()
            }, for: visit, request, logger: context.logger)
    }

    private func page(_ visit: Visit, calendarId: String) async throws -> Page {
        guard let accountId = visit.accountId else { throw ConsoleError.unknownPath }
        let path = "\(Visit.base(accountId))/calendars/\(Visit.segment(calendarId))"
        let classes = try await reader.classes(accountId: accountId, calendarId: calendarId)
        guard !classes.isEmpty else { throw ConsoleError.unknownPath }
        return Page(
            template: .calendar, title: Self.name(calendarId, classes.map(\.calendarName)), visit: visit,
            content: [
                "live": ["page": path, "stream": path + "/live"], "summary": Self.summary(classes),
                "classes": classes.map { known -> [String: Any] in
                    [
                        "path": Visit.segment(known.classId), "name": known.className ?? "Class \(known.classId)",
                        "id": known.classId,
                        "automation": AutomationPages.path(
                            accountId: accountId, calendarId: calendarId, classId: known.classId),
                        "isLinked": known.link != nil,
                        "googleCalendar": known.link?.link.googleCalendarId ?? "",
                        "word": known.link?.status.word.rawValue ?? "",
                        "status": known.link.map { LinkWords($0, now: reader.now()).headline } ?? "",
                    ]
                },
            ])
    }

    private static func summary(_ classes: [ClassView]) -> String {
        let links = classes.compactMap(\.link)
        let inStep = links.count { $0.status.word == .inStep }
        return "\(links.count) of \(classes.count) classes linked, \(inStep) in step"
    }

    private static func name(_ calendarId: String, _ names: [String?]) -> String {
        names.lazy.compactMap(\.self).first ?? "Calendar \(calendarId)"
    }
}
