import Foundation
import Hummingbird

extension RequestContext {
    /// A segment of the path, decoded.
    /// - Throws: `ConsoleError.unknownPath` where it is not UTF-8 in percent-encoding.
    func segment(_ name: String) throws -> String {
        guard let text = parameters.get(name)?.removingPercentEncoding else { throw ConsoleError.unknownPath }
        return text
    }
}
