import CalendarSync
import Foundation
import HTTPTypes
import Hummingbird

/// The page of a link: how it stands, and what can be done about it.
struct LinkPages: Sendable {
    /// As much activity as the page shows.
    private static let recent = 10

    let gate: ConsoleGate
    let store: any AccountStore
    let reader: LinkReader
    let activity: ActivityReader
    let weeks: WeekReader
    let editor: LinkEditor
    let remover: LinkRemover
    let live: LiveStreams

    func addRoutes(to account: RouterGroup<some RequestContext>) {
        account.resource("classes/:classId", [.get: { request, context in try await show(request, context) }])
        account.resource("classes/:classId/live", [.get: { request, context in try await stream(request, context) }])
        account.resource(
            "classes/:classId/unlink",
            [
                .get: { request, context in try await askToUnlink(request, context) },
                .post: { request, context in try await unlink(request, context) },
            ])
        account.resource(
            "classes/:classId/certificate", [.get: { request, context in try await certificate(request, context) }])
        account.resource("classes/:classId/resync", order(.resyncing) { try await editor.resync($0) })
        account.resource("classes/:classId/pause", order(.paused) { try await editor.pause($0, at: reader.now()) })
        account.resource("classes/:classId/resume", order(.resumed) { try await editor.resume($0) })
        account.resource("classes/:classId/approve", order(.approved) { try await editor.answer(.approved, for: $0) })
        account.resource("classes/:classId/reject", order(.rejected) { try await editor.answer(.rejected, for: $0) })
    }

    /// Where the link's page is.
    static func path(_ key: ClassKey) -> String { "\(Visit.base(key.accountId))/classes/\(Visit.segment(key.classId))" }

    private func show(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let key = try context.classKey()
        let visit = try gate.visit(request, context)
        return try await page(visit, key, PageNotice(request), week: Self.week(request)).response()
    }

    private func stream(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let visit = try gate.visit(request, context)
        let key = try context.classKey()
        let week = Self.week(request)
        // Without a link there is no page to keep.
        _ = try await version(key)
        return try live.response(
            LivePage {
                try await version(key)
            } render: {
                try await page(visit, key, nil, week: week).html()
            }, for: visit, request, logger: context.logger)
    }

    private func version(_ key: ClassKey) async throws -> String {
        let newest = try await activity.page(accountId: key.accountId, classId: key.classId, limit: 1).entries.first
        return try await reader.link(key).version(newest: newest.map(ActivityCursor.init))
    }

    /// The day that names the week to be shown; nil: this week.
    private static func week(_ request: Request) -> String? {
        request.uri.queryParameters["week"].map(String.init)
    }

    private func page(
        _ visit: Visit, _ key: ClassKey, _ notice: PageNotice?, week: String?
    ) async throws -> Page {
        let view = try await reader.link(key)
        let words = LinkWords(view, now: reader.now())
        let integration = try await store.integration(id: view.link.integrationId)
        let isEnding = view.unlinking != nil
        var content: [String: Any] = [
            "path": Self.path(key), "headline": words.headline, "detail": words.detail,
            "word": view.status.word.rawValue,
            "email": integration?.email ?? "", "googleCalendar": view.link.googleCalendarId,
            "mirrors": view.counts.mirrors, "blocks": view.counts.blocks, "parked": view.counts.parked,
            "automation": AutomationPages.path(
                accountId: key.accountId, calendarId: view.link.calendarId, classId: key.classId),
            "calendarPath": Visit.segment(view.link.calendarId),
            "isLinked": !isEnding, "isEnding": isEnding, "isPaused": view.link.isPaused,
            "mayAnswer": view.link.brake != nil && !isEnding,
            "reconnectNeeded": view.status.word == .reconnectNeeded,
        ]
        let recent = try await activity.page(accountId: key.accountId, classId: key.classId, limit: Self.recent)
        content.merge(ActivityWords.values(recent.entries)) { _, new in new }
        content["lastRead"] = view.feed?.lastSyncedAt.map(TimeWords.values)
        if let audit = view.feed?.lastAudit, let found = AuditView(audit, of: key) {
            content["audit"] = [
                "at": TimeWords.values(audit.at), "compared": found.compared, "missing": found.missing,
                "extra": found.extra, "repaired": found.repaired,
            ]
        }
        let zone = view.feed?.timeZone.flatMap { TimeZone(identifier: $0) } ?? .gmt
        let frame = WeekFrame(week, in: zone, now: reader.now())
        content["week"] = WeekWords.values(try await weeks.week(frame, of: view.link), frame, path: Self.path(key))
        // This week is that of the day on which it is looked at.
        let query = frame.isCurrent ? "" : "?week=\(frame.monday(weeks: 0))"
        content["live"] = ["page": Self.path(key) + query, "stream": Self.path(key) + "/live" + query]
        return Page(template: .link, title: try await name(key), visit: visit, notice: notice, content: content)
    }

    private func askToUnlink(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let visit = try gate.visit(request, context)
        let key = try context.classKey()
        let view = try await reader.link(key)
        return try Page(
            template: .unlink, title: "Unlink \(try await name(key))", visit: visit,
            content: ["path": Self.path(key), "mirrors": view.counts.mirrors, "blocks": view.counts.blocks]
        ).response()
    }

    private func unlink(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let (_, form) = try await gate.form(request, context)
        let key = try context.classKey()
        let unlinking = try await remover.remove(key, try form.removal())
        return .redirect(to: Self.path(key) + (unlinking.certificate == nil ? "" : "/certificate"))
    }

    private func certificate(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let visit = try gate.visit(request, context)
        let key = try context.classKey()
        let certificate = try await remover.certificate(of: key)
        return try Page(
            template: .certificate, title: "Unlinked: \(try await name(key))", visit: visit,
            content: CertificateWords.values(certificate)
        ).response()
    }

    /// What the workers carry out; the link's page says that they were told.
    private func order<Context: RequestContext>(
        _ notice: PageNotice, _ give: @escaping @Sendable (ClassKey) async throws -> Void
    ) -> [HTTPRequest.Method: RouterGroup<Context>.Handler] {
        [
            .post: { request, context in
                _ = try await gate.form(request, context)
                let key = try context.classKey()
                try await give(key)
                return .redirect(to: "\(Self.path(key))?notice=\(notice.rawValue)")
            }
        ]
    }

    private func name(_ key: ClassKey) async throws -> String {
        try await reader.known(key)?.className ?? "Class \(key.classId)"
    }
}
