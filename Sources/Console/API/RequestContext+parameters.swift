import CalendarSync
import Foundation
import Hummingbird

extension RequestContext {
    /// A segment of the path, decoded.
    /// - Throws: `ConsoleError.unknownPath` where it is not UTF-8 in percent-encoding.
    func segment(_ name: String) throws -> String {
        guard let text = parameters.get(name)?.removingPercentEncoding else { throw ConsoleError.unknownPath }
        return text
    }

    /// The class that the path names.
    func classKey() throws -> ClassKey {
        ClassKey(accountId: try segment("accountId"), classId: try segment("classId"))
    }
}
