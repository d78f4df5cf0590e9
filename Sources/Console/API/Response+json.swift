import CalendarSync
import HTTPTypes
import Hummingbird

extension Response {
    /// `body` as JSON that no cache keeps.
    init(json body: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
        var headers = headers
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
        let bytes = (try? WireJSON.encode(body)) ?? []
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
