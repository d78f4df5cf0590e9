/// One HTTP response before it is handed to the server library or written into a batch.
struct APIResponse: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    init(status: Int, headers: [(String, String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers.map { (name: $0.0, value: $0.1) }
        self.body = body
    }

    static func json(_ value: JSONValue, status: Int = 200, pretty: Bool = false) -> APIResponse {
        APIResponse(
            status: status, headers: [("Content-Type", "application/json; charset=UTF-8")],
            body: JSONWriter.write(value, pretty: pretty))
    }

    static func html(_ text: String, status: Int = 200) -> APIResponse {
        APIResponse(status: status, headers: [("Content-Type", "text/html; charset=UTF-8")], body: Array(text.utf8))
    }

    static func redirect(to location: String) -> APIResponse {
        APIResponse(status: 302, headers: [("Location", location)])
    }

    static let noContent = APIResponse(status: 204)

    static let notFound = APIResponse.json(
        ["error": ["code": "not_found", "message": "No such path."]], status: 404)
}
