import CalendarSync
import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    static let longestBody = 64 * 1024

    /// The body as `Value`, whatever its content type says.
    /// - Throws: `ConsoleError`, naming the field that cannot be read.
    func decode<Value: Decodable>(_ type: Value.Type) async throws -> Value {
        let bytes = try await bytes()
        return try ConsoleError.naming { () throws(Rejection) in try InputDecoder.decode(type, from: bytes) }
    }

    /// - Throws: `ConsoleError.tooLarge`
    func bytes() async throws -> [UInt8] {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > Self.longestBody {
            throw ConsoleError.tooLarge(limitBytes: Self.longestBody)
        }
        do {
            return Array(try await body.collect(upTo: Self.longestBody).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw ConsoleError.tooLarge(limitBytes: Self.longestBody)
        }
    }
}
