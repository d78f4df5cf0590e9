import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// The body where it is complete and not longer than `limit` bytes.
    /// - Throws: `NIOTooManyBytesError` as soon as it is known to be longer: from its declared length, before anything is
    ///   read, or in a chunked body at the chunk that goes over.
    func limitedBody(upTo limit: Int) async throws -> ByteBuffer {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw NIOTooManyBytesError(maxBytes: limit)
        }
        return try await body.collect(upTo: limit)
    }
}
