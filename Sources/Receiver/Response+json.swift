import CalendarSync
import HTTPTypes
import Hummingbird

extension Response {
    /// `body` as JSON; a body that cannot be encoded leaves the status to speak for itself.
    init(json body: some Encodable, status: HTTPResponse.Status, headers: HTTPFields = [:]) {
        var headers = headers
        headers[.contentType] = "application/json"
        let bytes = (try? WireJSON.encode(body)) ?? []
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
