import HTTPTypes
import Hummingbird

extension RouterMethods {
    typealias Handler = @Sendable (Request, Context) async throws -> Response

    /// One path with all that can be done there; every other method is answered with 405 and what is allowed (RFC 9110 §15.5.6).
    func resource(_ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler]) {
        let allowed = handlers.keys.map(\.rawValue).sorted()
        for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete] {
            if let handler = handlers[method] {
                on(path, method: method, use: handler)
            } else {
                on(path, method: method) { _, _ -> Response in
                    throw ConsoleError.methodNotAllowed(allowed: allowed)
                }
            }
        }
    }

    /// Answers what no other path of the group does.
    func otherwiseUnknown() {
        for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete] {
            on("**", method: method) { _, _ -> Response in throw ConsoleError.unknownPath }
        }
    }
}
