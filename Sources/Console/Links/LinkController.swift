import CalendarSync
import HTTPTypes
import Hummingbird

/// `…/classes` and the link of each.
struct LinkController: Sendable {
    let reader: LinkReader
    let editor: LinkEditor

    private struct Classes: Encodable {
        let classes: [ClassView]
    }

    func addRoutes(to account: RouterGroup<some RequestContext>) {
        account.resource(
            "classes",
            [
                .get: { _, context in
                    Response(
                        json: Classes(classes: try await reader.classes(accountId: context.segment("accountId"))))
                }
            ])
        account.resource(
            "classes/:classId/link",
            [
                .get: { _, context in Response(json: try await reader.link(key(context))) },
                .put: { request, context in
                    let link = try await editor.put(try await request.decode(LinkRequest.self), for: key(context))
                    return Response(json: try await reader.view(of: link))
                },
            ])
        account.resource(
            "classes/:classId/link/resync",
            [
                .post: { _, context in
                    let key = try key(context)
                    try await editor.resync(key)
                    return Response(json: try await reader.link(key), status: .accepted)
                }
            ])
    }

    private func key(_ context: some RequestContext) throws -> ClassKey {
        ClassKey(accountId: try context.segment("accountId"), classId: try context.segment("classId"))
    }
}
