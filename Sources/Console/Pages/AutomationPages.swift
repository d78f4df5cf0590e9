import CalendarSync
import Foundation
import HTTPTypes
import Hummingbird

/// The *Automation* step of a class: "Yes, sync with an external calendar", which one, and how.
struct AutomationPages: Sendable {
    let gate: ConsoleGate
    let store: any AccountStore
    let reader: LinkReader
    let google: any GoogleAccounts
    let editor: LinkEditor
    let previewer: LinkPreviewer

    func addRoutes(to account: RouterGroup<some RequestContext>) {
        account.resource(
            "calendars/:calendarId/classes/:classId",
            [
                .get: { request, context in try await show(request, context) },
                .post: { request, context in try await submit(request, context) },
            ])
    }

    static func path(accountId: String, calendarId: String, classId: String) -> String {
        "\(Visit.base(accountId))/calendars/\(Visit.segment(calendarId))/classes/\(Visit.segment(classId))"
    }

    private func show(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let visit = try gate.visit(request, context)
        let key = try context.classKey()
        let link = try await store.link(key)
        let draft = LinkDraft(link, calendarId: try context.segment("calendarId"))
        return try await page(visit, key, draft).response()
    }

    private func submit(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let (visit, form) = try await gate.form(request, context)
        let key = try context.classKey()
        let draft = LinkDraft(form, calendarId: try context.segment("calendarId"))
        do {
            // Ending a link has a page of its own, which says what would go.
            guard draft.isWanted else {
                let isLinked = try await store.link(key) != nil
                return .redirect(
                    to: isLinked
                        ? LinkPages.path(key) + "/unlink"
                        : "\(Visit.base(key.accountId))/calendars/\(Visit.segment(draft.calendarId))")
            }
            let wanted = try draft.request()
            if form["do"] == "preview" {
                let preview = try await previewer.preview(wanted, for: key)
                var page = try await page(visit, key, draft)
                page.content["preview"] = PreviewWords.values(preview)
                return try page.response()
            }
            _ = try await editor.put(wanted, for: key)
            return .redirect(to: "\(LinkPages.path(key))?notice=\(PageNotice.saved.rawValue)")
        } catch {
            let error = ConsoleError(error)
            guard !error.isOurs else { throw error }
            return try await page(visit, key, draft, error: error).response(status: error.answer.status)
        }
    }

    private func page(_ visit: Visit, _ key: ClassKey, _ draft: LinkDraft, error: ConsoleError? = nil) async throws
        -> Page
    {
        let named = try await reader.known(key)
        let choices = try await CalendarChoices(accountId: key.accountId, store: store, google: google)
        var content: [String: Any] = AutomationForm(draft: draft, error: error).values
        content["action"] = Self.path(accountId: key.accountId, calendarId: draft.calendarId, classId: key.classId)
        content["calendarName"] = named?.calendarName ?? "Calendar \(draft.calendarId)"
        content["calendarPath"] = Visit.segment(draft.calendarId)
        content["integrations"] = choices.values(chosen: draft.target)
        content["hasIntegrations"] = !choices.isEmpty
        return Page(
            template: .automation, title: "Automation: \(named?.className ?? "Class \(key.classId)")", visit: visit,
            content: content)
    }
}
