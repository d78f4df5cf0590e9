import CalendarSync
import HTTPTypes
import Hummingbird

/// `…/classes` and the link of each.
struct LinkController: Sendable {
    let reader: LinkReader
    let editor: LinkEditor
    let remover: LinkRemover

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
                .get: { _, context in Response(json: try await reader.link(context.classKey())) },
                .put: { request, context in
                    let link = try await editor.put(
                        try await request.decode(LinkRequest.self), for: context.classKey())
                    return Response(json: try await reader.view(of: link))
                },
                .delete: { request, context in
                    let unlinking = try await remover.remove(context.classKey(), request.removal())
                    if let certificate = unlinking.certificate { return Response(json: CertificateView(certificate)) }
                    return Response(json: try await reader.view(of: unlinking), status: .accepted)
                },
            ])
        account.resource(
            "classes/:classId/link/certificate",
            [
                .get: { _, context in
                    Response(json: CertificateView(try await remover.certificate(of: context.classKey())))
                }
            ])
        account.resource("classes/:classId/link/resync", order { try await editor.resync($0) })
        account.resource("classes/:classId/link/pause", order { try await editor.pause($0, at: reader.now()) })
        account.resource("classes/:classId/link/resume", order { try await editor.resume($0) })
        account.resource("classes/:classId/link/approve", order { try await editor.answer(.approved, for: $0) })
        account.resource("classes/:classId/link/reject", order { try await editor.answer(.rejected, for: $0) })
    }

    /// What the workers carry out: answered at once, with the link as it stands.
    private func order<Context: RequestContext>(
        _ give: @escaping @Sendable (ClassKey) async throws -> Void
    ) -> [HTTPRequest.Method: RouterGroup<Context>.Handler] {
        [
            .post: { _, context in
                let key = try context.classKey()
                try await give(key)
                return Response(json: try await reader.link(key), status: .accepted)
            }
        ]
    }
}
