import CalendarSync
import Hummingbird

/// `…/link/preview`: what a link would do, before it is made.
struct PreviewController: Sendable {
    let previewer: LinkPreviewer

    func addRoutes(to account: RouterGroup<some RequestContext>) {
        account.resource(
            "classes/:classId/link/preview",
            [
                .post: { request, context in
                    let wanted = try await request.decode(LinkRequest.self)
                    return Response(json: try await previewer.preview(wanted, for: context.classKey()))
                }
            ])
    }
}
